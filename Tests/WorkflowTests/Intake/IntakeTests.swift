import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("What waits for registration")
struct IntakeTests {
    @Test("is registered once: of two who press at the same time, one is told the other's number")
    func once() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            for round in 1...5 {
                let view = try await flow.takeIn(try office.file("a.txt", Array("\(round)".utf8)), by: people.clerk)
                let registration = Registration(details: details("\(round)"), intake: view.id)
                let outcomes = await withTaskGroup(of: String.self) { group in
                    for clerk in [people.clerk, people.clerk2] {
                        group.addTask {
                            do {
                                return "number \(try await flow.registerIncoming(registration, by: clerk).number)"
                            } catch WorkflowError.alreadyRegistered(_, let number, _) {
                                return "already \(number)"
                            } catch {
                                return "\(error)"
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(outcomes.sorted() == ["already \(round)", "number \(round)"])
            }
            let view = try #require(try await flow.intakes(.registered, by: people.clerk).items.first)
            try await office.refuses("already-registered", "incoming.registered", of: people.clerk) {
                try await flow.registerIncoming(Registration(details: details("9"), intake: view.id), by: people.clerk)
            }
            try await office.refuses("already-registered", "intake.discarded", of: people.clerk) {
                try await flow.refuseIntake(view.id, reason: "nhầm", by: people.clerk)
            }
        }
    }

    @Test("may be refused with a reason, and is not registered then")
    func refused() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let view = try await flow.takeIn(try office.file("a.txt", Array("a".utf8)), by: people.clerk)
            try await office.refuses("fields: reason required", "intake.discarded", of: people.clerk) {
                try await flow.refuseIntake(view.id, reason: " ", by: people.clerk)
            }
            try await office.refuses("fields: reason too-long", "intake.discarded", of: people.clerk) {
                try await flow.refuseIntake(view.id, reason: String(repeating: "a", count: 1001), by: people.clerk)
            }
            try await office.refuses("not-in-role", "intake.discarded", of: people.leader) {
                try await flow.refuseIntake(view.id, reason: "nhầm", by: people.leader)
            }
            try await office.refuses("not-found", "intake.discarded", of: people.foreignClerk) {
                try await flow.refuseIntake(view.id, reason: "nhầm", by: people.foreignClerk)
            }
            let last = try await office.lastEvent
            try await flow.refuseIntake(view.id, reason: " gửi nhầm ", by: people.clerk)
            let event = try #require(try await office.events(after: last).first)
            #expect(
                event.summary == "intake.discarded" && event.isOf(people.clerk) && event.object == "intake/\(view.id)")
            #expect(try await flow.intake(view.id, by: people.clerk).state == .refused)
            #expect(
                await refusal {
                    try await flow.registerIncoming(Registration(details: details(), intake: view.id), by: people.clerk)
                } == "not-waiting")
            #expect(try await office.count("SELECT count(*) AS n FROM register_year") == 0)
        }
    }

    @Test("is taken in by registrars only, and nothing is read for others")
    func roles() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let file = try office.file("a.edxml", Array("<a/>".utf8))
            for caller in [people.leader, people.headA, people.specialistA, people.auditor, people.administrator] {
                try await office.refuses("not-in-role", "intake.received", of: caller) {
                    try await office.workflow.takeIn(file, by: caller)
                }
            }
        }
    }

    @Test("proposes the fields that a born-digital PDF shows, each marked as proposed")
    func proposals() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let pdf = try Data(
                contentsOf: TestData.repository.appending(path: "deploy/demo/attachments/snv-1187-cv.pdf"))
            let view = try await office.workflow.takeIn(try office.file("snv.pdf", Array(pdf)), by: people.clerk)
            #expect(view.kind == .scan && view.state == .waiting && view.attachments.map(\.isPDF) == [true])
            #expect(view.details.reference.description == "1187/SNV-TCBC" && view.details.typeName == "Công văn")
            #expect(view.details.issuedOn == Day("2026-11-02") && view.details.signerName == "Ninh Thị Thơm")
            #expect(
                view.proposed.isSuperset(of: [
                    "number", "notation", "issuedOn", "senderName", "subject", "typeName", "signerName",
                ]))
            #expect(!view.proposed.contains("urgency"))
        }
    }

    @Test("proposes nothing for a scan without text, or a PDF that cannot be read")
    func noProposals() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let scan = try Data(
                contentsOf: TestData.repository.appending(path: "deploy/demo/attachments/benlim-63-bc.pdf"))
            for (name, bytes) in [
                ("scan.pdf", Array(scan)), ("hỏng.pdf", Array("%PDF-1.7\nhỏng".utf8)),
                ("ghi chú.txt", Array("Số: 15/QĐ-X".utf8)),
            ] {
                let view = try await office.workflow.takeIn(try office.file(name, bytes), by: people.clerk)
                var pagesOnly = IncomingDetails()
                pagesOnly.pages = view.details.pages
                #expect(view.state == .waiting && view.proposed.isSubset(of: ["pages"]), "\(view.proposed)")
                #expect(view.details == pagesOnly && view.name == name)
            }
        }
    }

    @Test("is listed newest first, page by page, in its state")
    func pages() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let file = try office.file("a.txt", Array("a".utf8))
            var ids: [Int] = []
            for _ in 0..<65 { ids.append(try await office.workflow.takeIn(file, by: people.clerk).id) }
            var listed: [Int] = []
            var after: Int?
            repeat {
                let page = try await office.workflow.intakes(.waiting, after: after, by: people.clerk2)
                listed += page.items.map(\.id)
                after = page.next
            } while after != nil
            #expect(listed == ids.reversed())
            #expect(
                try await office.count("SELECT count(*) AS n FROM stored_file") == 1, "the same bytes are kept once")
            let counts = try await office.workflow.workCounts(by: people.clerk)
            #expect(counts.waitingIntakes == 65 && counts.faultyIntakes == 0)
        }
    }
}
