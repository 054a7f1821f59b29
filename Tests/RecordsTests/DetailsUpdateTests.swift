import Records
import Testing

@Suite("Details that their sender changes")
struct DetailsUpdateTests {
    private let today = Day("2026-11-22")!

    private var registered: IncomingDetails {
        var details = IncomingDetails()
        details.senderName = "Sở Nội vụ"
        details.number = "15"
        details.notation = "SNV-VP"
        details.issuedOn = Day("2026-11-01")
        details.typeName = "Công văn"
        details.subject = "Tập huấn"
        details.signerName = "Nguyễn Văn Mẫu"
        details.dueOn = Day("2026-11-30")
        details.arrivedOn = Day("2026-11-03")
        details.note = "Bản giấy ở tủ 2"
        return details
    }

    @Test("are what it says now; what it leaves out and what only the registrar knows stays")
    func change() {
        var sent = IncomingDetails()
        sent.subject = " Hội nghị "
        sent.urgency = .urgent
        sent.dueOn = Day("2026-12-05")
        sent.note = "của nơi gửi"
        sent.arrivedOn = today
        var expected = registered
        expected.subject = "Hội nghị"
        expected.urgency = .urgent
        expected.dueOn = Day("2026-12-05")
        #expect(registered.updated(by: sent, today: today) == expected)
    }

    @Test("never become such as no register takes", arguments: ["typeName", "subject", "issuedOn", "dueOn", "pages"])
    func mistakes(field: String) {
        var sent = registered
        sent.signerName = "Trần Thị Thử"
        switch field {
        case "typeName": sent.typeName = "Loại lạ"
        case "subject": sent.subject = String(repeating: "a", count: 1001)
        case "issuedOn": sent.issuedOn = Day("2026-11-20")
        case "dueOn": sent.dueOn = Day("2026-10-01")
        default: sent.pages = 10_000
        }
        let updated = registered.updated(by: sent, today: today)
        #expect(updated.faults(today: today).isEmpty)
        var expected = registered
        expected.signerName = "Trần Thị Thử"
        #expect(updated == expected)
    }
}
