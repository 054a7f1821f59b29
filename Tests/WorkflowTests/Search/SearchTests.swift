import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

extension TestOffice {
    /// What a search finds, all its pages.
    func found(_ text: String?, by caller: Caller, _ change: (inout IncomingFilter) -> Void = { _ in }) async throws
        -> [Int]
    {
        var filter = IncomingFilter()
        filter.text = text
        change(&filter)
        var found: [Int] = []
        var after: Int?
        repeat {
            let page = try await workflow.incomingList(filter, after: after, by: caller)
            #expect(page.items.count <= 30 && (page.next == nil || page.items.count == 30))
            found += page.items.map(\.id)
            after = page.next
        } while after != nil
        return found
    }
}

@Suite("Searching documents")
struct SearchTests {
    @Test("finds them with or without tones, composed or not, whole words or the beginning of the last")
    func tones() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.register("123", by: people.clerk) {
                $0.notation = "QĐ-UBND"
                $0.senderName = "Hội đồng nhân dân huyện Đông Đô".decomposed
                $0.subject = "Về đường dây nóng"
                $0.signerName = "Nguyễn Thị Ưởng"
            }
            _ = try await office.register("9", by: people.clerk)
            for text in [
                "dong do", "Đông Đô", "Đông Đô".decomposed, "ĐƯỜNG DÂY", "duong day non", "123/QĐ", "123/qd-ubnd",
                "uong nguyen",
                "huyện đô 123", "hoi dong nhan dan", "quye", "ke hoach 123",
            ] {
                let expected = text == "quye" ? [] : [id]
                #expect(try await office.found(text, by: people.clerk) == expected, "\(text)")
            }
            for text in ["dong dz", "uyen", "1234", "124/QĐ"] {
                #expect(try await office.found(text, by: people.clerk).isEmpty, "\(text)")
            }
            #expect(try await office.found("12", by: people.clerk) == [id], "a number's beginning")
            #expect(try await office.found("so 2 ke hoach", by: people.clerk).isEmpty)
            #expect(try await office.found("ke hoach 2", by: people.clerk).count == 1, "the arrival number")
            #expect(try await office.found(nil, by: people.clerk).count == 2)
            #expect(try await office.found(" ", by: people.clerk).count == 2)
        }
    }

    @Test("finds only what one may see")
    func scope() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let mine = try await office.assigned(people, "1")
            let other = try await office.register("2", by: people.clerk)
            let text = "khoi nghiep"
            #expect(try await office.found(text, by: people.clerk) == [other, mine])
            #expect(try await office.found(text, by: people.leader) == [other, mine])
            #expect(try await office.found(text, by: people.specialistA) == [mine])
            #expect(try await office.found(text, by: people.headA) == [mine])
            #expect(try await office.found(text, by: people.headB) == [mine], "unit B helps")
            #expect(try await office.found(text, by: people.specialistB).isEmpty)
            #expect(try await office.found(text, by: people.specialistA2).isEmpty)
            for list: String? in [nil, text] {
                #expect(await refusal { try await office.found(list, by: people.auditor) } == "not-in-role")
                #expect(await refusal { try await office.found(list, by: people.administrator) } == "not-in-role")
            }
        }
    }

    @Test("never breaks, whatever is typed", .enabled(if: TestData.isPresent))
    func hostile() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.register(by: people.clerk) {
                $0.subject = "1 OR 1=1; DROP TABLE <script> & !b | (c) 'd' :*"
            }
            for text in try TestData.naughtyStrings() + [
                "a & !b", "a:*D", "a' & 'b", "\\' OR 1=1", "a<->b", "½ ²", "a\u{20E3}|b", "\u{0}",
            ] {
                _ = try await office.found(text, by: people.clerk)
                _ = try await office.workflow.dossiers(matching: text, by: people.clerk)
            }
            #expect(try await office.found("drop table script", by: people.clerk) == [id])
        }
    }

    @Test("is narrowed by state, urgency, year and days of arrival, together")
    func filters() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let day = try #require(Day(year: 2026, month: 3, day: 10))
            var ids: [Int] = []
            for number in 0..<4 {
                ids.append(
                    try await office.register("\(number)", by: people.clerk) {
                        $0.arrivedOn = day.adding(days: number)
                        $0.urgency = number == 2 ? .express : .none
                    })
            }
            _ = try await office.workflow.assign(
                ids[2], AssignmentOrder(lead: people.unitA), seen: 1, by: people.leader)
            #expect(try await office.found(nil, by: people.clerk) { $0.state = .assigned } == [ids[2]])
            #expect(try await office.found(nil, by: people.clerk) { $0.urgency = .express } == [ids[2]])
            #expect(
                try await office.found("khoi", by: people.clerk) { $0.urgency = Urgency.none } == [
                    ids[3], ids[1], ids[0],
                ])
            #expect(
                try await office.found(nil, by: people.clerk) {
                    $0.from = day.adding(days: 1); $0.to = day.adding(days: 2)
                } == [ids[2], ids[1]])
            #expect(
                try await office.found("khoi", by: people.clerk) {
                    $0.from = day.adding(days: 3); $0.state = .received
                } == [ids[3]])
            let year = try await office.count("SELECT max(year) AS n FROM incoming_document")
            #expect(try await office.found(nil, by: people.clerk) { $0.year = year }.count == 4)
            #expect(try await office.found(nil, by: people.clerk) { $0.year = year - 1 }.isEmpty)
        }
    }

    @Test("turns pages that are complete and repeat nothing, also while documents arrive")
    func pages() async throws {
        try await withOffice { office in
            let people = try await People(office)
            var ids: [Int] = []
            for number in 0..<100 { ids.append(try await office.register("\(number)", by: people.clerk)) }
            for text: String? in [nil, "khởi nghiệp"] {
                var filter = IncomingFilter()
                filter.text = text
                var listed: [Int] = []
                var after: Int?
                repeat {
                    let page = try await office.workflow.incomingList(filter, after: after, by: people.leader)
                    listed += page.items.map(\.id)
                    after = page.next
                    _ = try await office.register("mới \(listed.count) \(text ?? "")", by: people.clerk)
                } while after != nil
                #expect(listed.suffix(100) == ids.reversed()[...] && Set(listed).count == listed.count)
                #expect(listed == listed.sorted(by: >))
            }
        }
    }
}
