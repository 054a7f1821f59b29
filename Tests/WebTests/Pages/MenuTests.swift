import Records
import Testing

@testable import Web

@Suite("The menu")
struct MenuTests {
    @Test(
        "shows each role what it can use, and nothing else",
        arguments: [
            (
                Role.registrar,
                ["work", "intakes", "incoming", "outgoing", "dispatches", "dossiers", "registers", "help"], "/intakes"
            ),
            (.leader, ["work", "incoming", "outgoing", "dispatches", "dossiers", "registers", "help"], "/work"),
            (.unitHead, ["work", "incoming", "outgoing", "dispatches", "dossiers", "help"], "/work"),
            (.specialist, ["work", "incoming", "outgoing", "dossiers", "help"], "/work"),
            (.auditor, ["registers", "audit", "help"], "/audit"),
            (.administrator, ["envelopes", "help"], "/help"),
        ])
    func fitsTheRole(role: Role, places: [String], home: String) {
        #expect(Menu(of: [role], counts: nil, at: nil).entries.map(\.place.rawValue) == places)
        #expect(Menu.home(of: [role]) == home)
    }

    @Test("leads an administrator to the envelopes that could not be sent, and whoever sends there from what was sent")
    func deadLetters() throws {
        let entry = try #require(Menu(of: [.administrator], counts: nil, at: .envelopes).entries.first)
        #expect(Menu.Entry(entry, .english).href == "/envelopes/dead" && entry.isHere)
        let both = Menu(of: [.administrator, .registrar], counts: nil, at: nil).entries.map(\.place)
        #expect(both.contains(.dispatches) && !both.contains(.envelopes))
    }

    @Test("shows a stranger no more than the help")
    func showsStrangersNothing() {
        #expect(Menu(of: [], counts: nil, at: nil).entries.map(\.place) == [.help])
    }

    @Test("counts to a hundred", arguments: [(0, "0"), (7, "7"), (99, "99"), (100, "99+")])
    func countsToAHundred(count: Int, text: String) {
        #expect(CountLabel(count).text == text)
    }
}
