import Records
import Testing

@testable import Web

@Suite("The registration form")
struct RegistrationFormTests {
    let today: Day

    init() throws {
        today = try #require(Day(year: 2026, month: 11, day: 22))
    }

    private func sent(_ fields: [String: String]) -> RegistrationForm {
        var all = [
            "senderName": "Sở Nội vụ", "number": "15", "notation": "SNV-VP", "issuedOn": "20/11/2026",
            "typeName": "Công văn", "subject": "V/v tập huấn",
        ]
        all.merge(fields) { $1 }
        return RegistrationForm(Form(fields: all.map { Form.Field(name: $0.key, value: $0.value) }))
    }

    @Test("that is right has no faults, days typed in any common way")
    func readsDays() {
        for typed in ["20/11/2026", "2026-11-20", "20-11-2026"] {
            let form = sent(["issuedOn": typed])
            #expect(form.faults(today: today).isEmpty)
            #expect(form.details.issuedOn == Day(year: 2026, month: 11, day: 20))
        }
    }

    @Test("takes a subject that was copied with its line breaks as one line")
    func joinsLines() {
        let form = sent(["subject": "V/v tập huấn\n  nghiệp vụ văn thư\n"])
        #expect(form.faults(today: today).isEmpty)
        #expect(form.details.subject == "V/v tập huấn nghiệp vụ văn thư")
    }

    @Test("tells all its faults at once, each field once, in the order of the form")
    func tellsAllFaults() {
        let form = sent([
            "senderName": "", "issuedOn": "31/02/2026", "pages": "ba", "secrecy": "secret", "dueOn": "hôm qua",
        ])
        #expect(form.faults(today: today).map(\.field) == ["senderName", "issuedOn", "secrecy", "dueOn", "pages"])
        #expect(form.faults(today: today).first { $0.field == "issuedOn" }?.rule == .notADay)
        #expect(form.faults(today: today).first { $0.field == "secrecy" }?.rule == .classified)
    }

    @Test("shows again what was typed where it cannot be read")
    func keepsWhatWasTyped() {
        let form = sent(["issuedOn": "31/02/2026", "pages": "ba", "urgency": "9"])
        #expect(form.shown(.issuedOn) == "31/02/2026")
        #expect(form.shown(.pages) == "ba")
        #expect(form.unreadable.map(\.field) == ["issuedOn", "pages", "urgency"])
    }

    @Test("offers today as the day of arrival, and keeps the one that was read")
    func offersToday() {
        #expect(
            RegistrationForm(offering: IncomingDetails(), intake: nil, today: today).shown(.arrivedOn) == "22/11/2026")
        var details = IncomingDetails()
        details.arrivedOn = Day(year: 2026, month: 11, day: 20)
        #expect(RegistrationForm(offering: details, intake: 7, today: today).shown(.arrivedOn) == "20/11/2026")
    }
}
