import Exchange
import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("Telling a sender what becomes of its document")
struct ReportingTests {
    @Test("says each status once on the whole way of a document, and never again when work is given twice")
    func wholeWay() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let (intake, id) = try await office.delivered(by: people.clerk)
            #expect(try await office.told(about: intake) == ["01", "03"])
            _ = try await flow.assign(id, AssignmentOrder(lead: people.unitA), seen: 1, by: people.leader)
            #expect(try await office.told(about: intake) == ["01", "03", "04"])
            _ = try await flow.assign(id, AssignmentOrder(lead: people.unitA), seen: 2, by: people.leader)
            _ = try await flow.assign(
                id, AssignmentOrder(lead: people.specialistA.asAssignee), seen: 3, by: people.headA)
            #expect(try await office.told(about: intake) == ["01", "03", "04", "05"])
            let noted = try await flow.reportProgress(id, text: "Đang làm", by: people.specialistA)
            let done = try await flow.complete(id, result: "Xong", seen: noted, by: people.specialistA)
            #expect(try await office.told(about: intake) == ["01", "03", "04", "05", "06"])
            let reopened = try await flow.reopen(id, reason: "Còn thiếu", seen: done, by: people.leader)
            _ = try await flow.complete(id, result: "Xong hẳn", seen: reopened, by: people.specialistA)
            #expect(try await office.told(about: intake) == ["01", "03", "04", "05", "06"])
        }
    }

    @Test("repeats the sender's identifiers to the letter, and says who answers")
    func packet() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = "H01.02,2026/11/01,15/SNV-VP & <thử>"
            let (intake, _) = try await office.delivered(Packet(id: id), by: people.clerk)
            let posted = try await office.owner.row(
                """
                SELECT body, peer, sender, recipient, message_id, state FROM outgoing_envelope
                WHERE intake_id = \(intake) AND status_code = '03'
                """
            ) { row in
                (
                    body: try row["body"] as [UInt8],
                    way: [try row["peer"] as String, try row["sender"], try row["recipient"], try row["state"]],
                    message: try row["message_id"] as String
                )
            }
            let found = try #require(posted)
            #expect(
                found.way == ["truc", "H99.18", Packet.sender, "waiting"] && UUID(uuidString: found.message) != nil)
            let path = office.folder + "/status"
            try Data(found.body).write(to: URL(filePath: path))
            let read = try EnvelopeReader().read(file: path, attachmentsInto: office.folder)
            #expect(read.kind == .status && read.warnings.isEmpty && read.from.organID == "H99.18")
            #expect(
                read.responseFor == [
                    .init(organID: Packet.sender, code: "15/SNV-VP", documentID: id, promulgatedOn: Day("2026-11-01"))
                ])
            #expect(read.status?.code == "03" && read.status?.description == "Đã tiếp nhận" && read.status?.at != nil)
            #expect(read.status?.staff.map(\.name) == ["Trần Thị Văn"])
            #expect(read.status?.staff.map(\.department) == ["Văn phòng"])
        }
    }

    @Test("gives the reason of a refusal, and takes nothing back into the outbox when the act is refused")
    func refused() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let intake = try #require(try await office.deliver(Packet()).intake)
            _ = await refusal { try await office.workflow.refuseIntake(intake, reason: "", by: people.clerk) }
            #expect(try await office.told(about: intake) == ["01"])
            try await office.workflow.refuseIntake(intake, reason: "Gửi sai nơi nhận", by: people.clerk)
            #expect(try await office.told(about: intake) == ["01", "02"])
            let body = try await office.owner.row(
                "SELECT convert_from(body, 'UTF8') AS text FROM outgoing_envelope WHERE status_code = '02'"
            ) { try $0["text"] as String }
            #expect(body?.contains("Gửi sai nơi nhận") == true)
        }
    }

    @Test("tells nobody of a document that came on paper, as a scan or in a file by hand")
    func notByPeer() async throws {
        try await withOffice { office in
            let people = try await People(office)
            _ = try await office.assigned(people)
            let view = try await office.workflow.takeIn(
                try office.file("a.edxml", try Packet().bytes()), by: people.clerk)
            _ = try await office.workflow.registerIncoming(
                Registration(details: view.details, intake: view.id, acknowledgeDuplicates: true), by: people.clerk)
            #expect(try await office.count("SELECT count(*) AS n FROM outgoing_envelope") == 0)
        }
    }
}
