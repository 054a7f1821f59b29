import Postgres
import Records
import TestOffice
import Testing
import Workflow

/// Details that break no rule.
func details(_ number: String = "15", subject: String = "Về việc triển khai Đề án hỗ trợ phụ nữ khởi nghiệp")
    -> IncomingDetails
{
    var details = IncomingDetails()
    details.senderName = "Ủy ban nhân dân tỉnh"
    details.number = number
    details.notation = "KH-UBND"
    details.issuedOn = Day(year: 2026, month: 3, day: 2)
    details.arrivedOn = Day(year: 2026, month: 3, day: 3)
    details.typeName = "Kế hoạch"
    details.subject = subject
    return details
}

@Suite("The life of an incoming document")
struct MainJobTests {
    @Test func goesFromTheRegisterToTheDossierWithEveryStepOnRecord() async throws {
        try await withOffice { office in
            let flow = office.workflow
            let clerk = try await office.caller("van.thu")
            let leader = try await office.caller("chu.tich")
            let head = try await office.caller("truong.a")
            let specialist = try await office.caller("chuyen.a")
            let stranger = try await office.caller("chuyen.b")
            let unit = try await office.unit("Ban A")

            let entry = try await flow.registerIncoming(Registration(details: details()), by: clerk)
            #expect(entry.number == 1)
            let id = entry.document
            #expect(try await flow.work(.decide, by: leader).items.map(\.summary.id) == [id])
            await #expect(throws: WorkflowError.self) { try await flow.incoming(id, by: head) }

            var order = AssignmentOrder()
            order.lead = .unit(unit)
            order.support = [.officer(stranger.officer.id)]
            order.instruction = "Tham mưu kế hoạch thực hiện"
            let assigned = try await flow.assign(id, order, seen: 1, by: leader)
            #expect(assigned == 2)
            #expect(try await flow.work(.lead, by: head).items.map(\.assignedTo) == ["Ban A"])

            var handOn = AssignmentOrder()
            handOn.lead = .officer(specialist.officer.id)
            let handed = try await flow.assign(id, handOn, seen: 2, by: head)
            let file = try office.file("báo cáo.txt", Array("đã làm".utf8))
            let reported = try await flow.reportProgress(
                id, text: "Đã soạn dự thảo", files: [file], seen: handed, by: specialist)
            let completed = try await flow.complete(id, result: "Đã trình lãnh đạo ký", seen: reported, by: specialist)

            let view = try await flow.incoming(id, by: clerk)
            #expect(view.state == .processed)
            #expect(view.assignments.map(\.state) == [.done, .done, .closed])
            #expect(view.notes.first?.attachments.map(\.name) == ["báo cáo.txt"])

            var plan = DossierPlan()
            plan.code = "01.BA"
            plan.title = "Hồ sơ khởi nghiệp"
            plan.retention = .years(10)
            let dossier = try await flow.openDossier(plan, by: specialist)
            _ = try await flow.file(id, in: dossier, seen: completed, by: specialist)
            #expect(try await flow.incoming(id, by: specialist).state == .archived)
            #expect(try await flow.dossiers(matching: "khoi ngh", by: clerk).items.map(\.id) == [dossier])
            #expect(try await flow.dossier(dossier, by: clerk).documents.map(\.summary.id) == [id])

            let steps = try await flow.timeline(of: flow.incoming(id, by: clerk), by: clerk).filter {
                $0.version != nil && $0.action != .incomingViewed
            }
            #expect(
                steps.map(\.action) == [
                    .incomingRegistered, .incomingAssigned, .incomingAssigned, .progressReported, .assignmentCompleted,
                    .incomingFiled,
                ])
        }
    }

    @Test func isFoundByWordsWithoutTonesAndByFragmentsOfItsNumber() async throws {
        try await withOffice { office in
            let clerk = try await office.caller("van.thu")
            let id = try await office.workflow.registerIncoming(Registration(details: details()), by: clerk).document
            for text in [
                "khoi nghiep phu nu", "KHỞI NGHIỆP", "15/KH", "15/kh-ubnd", "de an", "đề án", "uy ban nhan", "trie",
            ] {
                var filter = IncomingFilter()
                filter.text = text
                let found = try await office.workflow.incomingList(filter, by: clerk).items.map(\.id)
                #expect(found == [id], "\(text)")
            }
            var filter = IncomingFilter()
            filter.text = "khong co"
            #expect(try await office.workflow.incomingList(filter, by: clerk).items.isEmpty)
        }
    }
}
