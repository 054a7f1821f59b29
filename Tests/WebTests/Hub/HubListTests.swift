import Testing
import Workflow

@testable import Web

@Suite("A list of agencies from a spreadsheet")
struct HubListTests {
    @Test("is read with quotes, line ends of all kinds and a heading")
    func reads() throws {
        let text =
            "\u{FEFF}Mã,Tên,Cấp trên,Thư\r\nH99.01,\"Sở \"\"Mẫu\"\", tỉnh\",H99,vt@example.vn\r\n\nH99.02 , Chi cục\n\"H99.03\",\"Trung tâm\""
        let agencies = try #require(NewHubAgency.list(csv: text))
        #expect(
            agencies == [
                NewHubAgency(code: "H99.01", name: "Sở \"Mẫu\", tỉnh", parentCode: "H99", mail: "vt@example.vn"),
                NewHubAgency(code: "H99.02", name: "Chi cục"), NewHubAgency(code: "H99.03", name: "Trung tâm"),
            ])
    }

    @Test(
        "is refused whole where a line is wrong",
        arguments: [
            "H99.01", "H99.01,", "H99 01,Sở", "H99.01,\"Sở", "H99.01,\"Sở\"x", "H99.01,Sở\u{7}", "../x,Sở",
        ])
    func refuses(_ text: String) {
        #expect(NewHubAgency.list(csv: "H99.02,Chi cục\n" + text) == nil)
    }

    @Test("lets a system call evenly once it has used what it had")
    func rate() {
        let rate = CallRate(perMinute: 60)
        let start = ContinuousClock.now
        let admitted = (0..<100).count { _ in rate.admits("a", now: start) }
        #expect(admitted == 60)
        #expect(!rate.admits("a", now: start + .milliseconds(900)))
        #expect(rate.admits("a", now: start + .milliseconds(1100)))
        #expect(rate.admits("b", now: start))
    }
}
