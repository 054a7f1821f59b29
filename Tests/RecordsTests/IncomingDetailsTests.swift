import Foundation
import Records
import Testing

@Suite("The details of an incoming document")
struct IncomingDetailsTests {
    static let today = Day(year: 2026, month: 11, day: 22)!

    static func details(_ change: (inout IncomingDetails) -> Void = { _ in }) -> IncomingDetails {
        var details = IncomingDetails()
        details.senderName = "Sở Nội vụ"
        details.number = "15"
        details.notation = "SNV-TCBC"
        details.issuedOn = today.adding(days: -3)
        details.typeName = "Công văn"
        details.subject = "V/v rà soát"
        change(&details)
        return details
    }

    func faults(_ change: (inout IncomingDetails) -> Void = { _ in }) -> [FieldFault] {
        Self.details(change).faults(today: Self.today)
    }

    @Test("that are complete break no rule")
    func complete() { #expect(faults().isEmpty) }

    @Test("that are missing are all told at once")
    func missing() {
        #expect(
            IncomingDetails().faults(today: Self.today) == [
                FieldFault("senderName", .required), FieldFault("number", .required), FieldFault("subject", .required),
                FieldFault("typeName", .required), FieldFault("issuedOn", .required),
            ])
        #expect(faults { $0.subject = " \u{A0}\t" } == [FieldFault("subject", .required)])
    }

    @Test("that are absurd are all told at once")
    func absurd() {
        let found = faults {
            $0.senderName = String(repeating: "x", count: 401)
            $0.senderCode = "H99\n18"
            $0.number = String(repeating: "1", count: 23)
            $0.notation = "\u{0}"
            $0.subject = String(repeating: "x", count: 1001)
            $0.signerName = String(repeating: "x", count: 101)
            $0.signerPosition = String(repeating: "x", count: 201)
            $0.signerCompetence = String(repeating: "x", count: 201)
            $0.note = "a\u{1B}"
            $0.typeName = "Chiếu chỉ"
            $0.secrecy = .secret
            $0.arrivedOn = Self.today.adding(days: 1)
            $0.issuedOn = Self.today.adding(days: 2)
            $0.dueOn = Self.today.adding(days: -9)
            $0.pages = 0
            $0.copies = 10000
        }
        #expect(
            found == [
                FieldFault("senderName", .tooLong(most: 400)), FieldFault("senderCode", .controlCharacters),
                FieldFault("number", .tooLong(most: 22)), FieldFault("notation", .controlCharacters),
                FieldFault("subject", .tooLong(most: 1000)), FieldFault("signerName", .tooLong(most: 100)),
                FieldFault("signerPosition", .tooLong(most: 200)), FieldFault("signerCompetence", .tooLong(most: 200)),
                FieldFault("note", .controlCharacters), FieldFault("typeName", .unknownChoice),
                FieldFault("secrecy", .classified), FieldFault("arrivedOn", .inTheFuture),
                FieldFault("issuedOn", .inTheFuture),
                FieldFault("dueOn", .before(Phrase("ngày đến", "the day of arrival"))),
                FieldFault("pages", .outOfRange(1...9999)), FieldFault("copies", .outOfRange(1...9999)),
            ])
    }

    @Test("may be as long as the limits")
    func boundaries() {
        #expect(
            faults {
                $0.senderName = String(repeating: "ế", count: 400)
                $0.senderCode = String(repeating: "x", count: 64)
                $0.number = String(repeating: "1", count: 22)
                $0.notation = String(repeating: "Đ", count: 60)
                $0.subject = String(repeating: "x", count: 1000)
                $0.signerName = String(repeating: "x", count: 100)
                $0.signerPosition = String(repeating: "x", count: 200)
                $0.signerCompetence = String(repeating: "x", count: 200)
                $0.note = String(repeating: "x\n", count: 500)
                $0.pages = 9999
                $0.copies = 1
            }.isEmpty)
    }

    @Test(
        "that are classified are refused with the law that says so",
        arguments: [SecrecyLevel.secret, .topSecret, .mostSecret])
    func classified(level: SecrecyLevel) {
        #expect(faults { $0.secrecy = level } == [FieldFault("secrecy", .classified)])
        #expect(FieldRule.classified.sentence.vietnamese.contains("117/2025/QH15"))
    }

    @Test("put the document's date, its arrival and its term in order")
    func days() {
        let today = Self.today
        #expect(faults { $0.issuedOn = today }.isEmpty, "a document may arrive on its day")
        #expect(faults { $0.dueOn = today }.isEmpty, "and be due on it")
        #expect(faults { $0.arrivedOn = today.adding(days: -3) }.isEmpty)
        #expect(
            faults { $0.arrivedOn = today.adding(days: -4) }
                == [FieldFault("arrivedOn", .before(Phrase("ngày văn bản", "the document's date")))])
        #expect(faults { $0.arrivedOn = today.adding(days: 1) } == [FieldFault("arrivedOn", .inTheFuture)])
        #expect(faults { $0.issuedOn = today.adding(days: 1) }.contains(FieldFault("issuedOn", .inTheFuture)))
        let slip = faults { $0.issuedOn = Day(year: 26, month: 11, day: 2) }
        #expect(slip == [FieldFault("issuedOn", .before(Phrase("năm 1945", "the year 1945")))])
        #expect(
            faults {
                $0.arrivedOn = today.adding(days: -1)
                $0.dueOn = today.adding(days: -2)
            } == [FieldFault("dueOn", .before(Phrase("ngày đến", "the day of arrival")))])
    }

    @Test("are kept as JSON and come back the same")
    func codable() throws {
        let details = Self.details {
            $0.urgency = .express
            $0.dueOn = Self.today
            $0.pages = 3
        }
        #expect(try JSONDecoder().decode(IncomingDetails.self, from: JSONEncoder().encode(details)) == details)
    }

    @Test("of a dossier need a code, a title and a term of the law")
    func dossier() {
        var plan = DossierPlan()
        #expect(plan.faults.map(\.field) == ["code", "title", "retention"])
        plan.code = String(repeating: "0", count: 40)
        plan.title = String(repeating: "x", count: 500)
        plan.retention = .permanent
        #expect(plan.faults.isEmpty)
        plan.code += "0"
        plan.title += "x"
        #expect(plan.faults == [FieldFault("code", .tooLong(most: 40)), FieldFault("title", .tooLong(most: 500))])
        #expect(RetentionPeriod.all.map(\.rawValue) == ["5", "10", "20", "50", "70", "permanent"])
        #expect(RetentionPeriod.all.allSatisfy { RetentionPeriod(rawValue: $0.rawValue) == $0 })
        #expect(RetentionPeriod(rawValue: "6") == nil && RetentionPeriod(rawValue: "") == nil)
    }
}
