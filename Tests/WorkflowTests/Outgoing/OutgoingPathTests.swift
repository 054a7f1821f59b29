import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("The path of an outgoing document")
struct OutgoingPathTests {
    @Test("leads from the draft to the dossier, each step by whom the decree says, and all of it is on record")
    func wholePath() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let last = try await office.lastEvent
            let id = try await office.signed(people)
            let number = try await flow.numberOutgoing(id, seen: 5, by: people.clerk)
            #expect(number.number == 1 && number.reference.description == "01/QĐ-\(number.notation.dropFirst(3))")
            #expect(number.issuedOn == "\(Day(in: .now))", "the date is the day on which it is numbered")
            _ = try await flow.sealOnPaper(id, scan: try office.pdf("bản gốc"), seen: 6, by: people.clerk)
            try await flow.issueOutgoing(id, seen: 7, by: people.clerk)
            let dossier = try await flow.openDossier(DossierPlan("QĐ-2026"), by: people.clerk)
            _ = try await flow.fileOutgoing(id, in: dossier, seen: 8, by: people.clerk)

            let view = try await flow.outgoing(id, by: people.specialistA)
            #expect(view.step == .archived && view.reference == number.reference && view.version == 9)
            #expect(
                view.remarks.map(\.kind) == [
                    .submitted, .contentApproved, .formatApproved, .signed, .numbered, .sealed, .issued, .archived,
                ])
            #expect(view.versions.map(\.kind) == ["sealed", "draft"], "every version is kept, the newest first")
            #expect(view.signatories.map(\.recordedBy) == [people.clerk.officer.name])
            let events = try await office.events(after: last).map(\.summary)
            #expect(
                events.filter { $0.hasPrefix("outgoing.") } == [
                    "outgoing.drafted", "outgoing.submitted", "outgoing.content-approved", "outgoing.format-approved",
                    "outgoing.signed", "outgoing.numbered", "outgoing.sealed", "outgoing.issued", "outgoing.filed",
                    "outgoing.viewed",
                ])
        }
    }

    @Test("goes to one's own units as work, and to the posting book, in one act")
    func issuing() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.issued(people)
            let view = try await office.workflow.outgoing(id, by: people.clerk)
            let work = try #require(view.work)
            let incoming = try await office.workflow.incoming(work, by: people.headB)
            #expect(incoming.details.subject == view.details.subject && incoming.source == "internal")
            #expect(incoming.state == .assigned && incoming.assignments.map(\.role) == [.lead])
            #expect(incoming.attachments.count == 1 && incoming.attachments[0].name.hasPrefix("01-QD-"))
            #expect(incoming.register == "Sổ văn bản nội bộ" && incoming.number == 1)
            #expect(view.recipients.map(\.name) == ["Ban B", "Công ty Một"])

            try await office.workflow.recordPosting(of: id, to: 2, covers: 1, by: people.clerk)
            let posted = try await office.workflow.outgoing(id, by: people.clerk).recipients[1]
            #expect(posted.postedOn == Day(in: .now) && posted.covers == 1)
            #expect(
                await refusal { try await office.workflow.recordPosting(of: id, to: 2, covers: 1, by: people.clerk) }
                    == "not-found", "nothing is posted twice")
        }
    }

    @Test("completes the work on the document that it answers")
    func answering() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let incoming = try await office.assigned(people)
            let id = try await office.issued(people, answers: incoming)
            let answered = try await office.workflow.incoming(incoming, by: people.leader)
            #expect(answered.state == .processed)
            let lead = try #require(answered.assignments.first { $0.level == 1 })
            #expect(lead.state == .done && lead.result.hasPrefix("Đã trả lời bằng văn bản 01/QĐ-"))
            #expect(lead.finishedBy == people.specialistA.officer.name, "the drafter, not who issued it")
            let view = try await office.workflow.outgoing(id, by: people.specialistA)
            #expect(view.answers?.id == incoming && view.answers?.label == "1/\(Day(in: .now).year)")
        }
    }

    @Test("goes back to the drafter at every step, with the reason, and is approved and signed anew")
    func returning() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.signed(people)
            #expect(
                await refusal { try await flow.returnOutgoing(id, reason: " ", seen: 5, by: people.clerk) }
                    == "fields: reason required")
            _ = try await flow.returnOutgoing(id, reason: "Sai căn cứ", seen: 5, by: people.clerk)
            let view = try await flow.outgoing(id, by: people.specialistA)
            #expect(view.step == .draft && view.remarks.last?.text == "Sai căn cứ")
            _ = try await flow.reviseOutgoing(
                id, view.details, text: OutgoingText(try office.pdf("bản hai"), note: "Sửa căn cứ"), seen: 6,
                by: people.specialistA)
            _ = try await flow.submitOutgoing(id, seen: 7, by: people.specialistA)
            _ = try await flow.returnOutgoing(id, reason: "Chưa rõ", seen: 8, by: people.headA)
            _ = try await flow.submitOutgoing(id, seen: 9, by: people.specialistA)
            _ = try await flow.approveContent(of: id, seen: 10, by: people.headA)
            _ = try await flow.returnOutgoing(id, reason: "Sai thể thức", seen: 11, by: people.clerk)
            _ = try await flow.submitOutgoing(id, seen: 12, by: people.specialistA)
            _ = try await flow.approveContent(of: id, seen: 13, by: people.headA)
            _ = try await flow.approveFormat(of: id, seen: 14, by: people.clerk)
            _ = try await flow.returnOutgoing(id, reason: "Chưa ký được", seen: 15, by: people.leader)
            let back = try await flow.outgoing(id, by: people.specialistA)
            #expect(back.step == .draft && back.revision == 2 && back.versions.count == 2)
            #expect(back.remarks.filter { $0.kind == .returned }.map(\.text).count == 4)
        }
    }

    @Test("has two people for content and format, and nobody approves what they drafted")
    func twoPeople() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            var draft = OutgoingDraft()
            draft.details = OutgoingDetails(signedBy: people)
            draft.text = OutgoingText(try office.pdf())
            let own = try await flow.draftOutgoing(draft, by: people.headA)
            _ = try await flow.submitOutgoing(own, seen: 1, by: people.headA)
            try await office.refuses("own-content", "outgoing.content-approved", of: people.headA) {
                try await flow.approveContent(of: own, seen: 2, by: people.headA)
            }
            _ = try await flow.approveContent(of: own, seen: 2, by: people.leader)
            let outcome = await refusal {
                try await office.owner.write { transaction in
                    try transaction.execute("UPDATE outgoing_document SET format_by = content_by WHERE id = \(own)")
                }
            }
            #expect(outcome == "fault: outgoing_document_two_approve", "the database says so too")
        }
    }

    @Test("asks several to initial and sign, in their order")
    func order() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            var details = OutgoingDetails(signedBy: people)
            details.signatories = [
                Signatory(officer: people.headA.officer.id, kind: .initial),
                Signatory(officer: people.leader.officer.id, kind: .sign, competence: .onBehalf),
            ]
            let id = try await office.drafted(people, details)
            _ = try await flow.submitOutgoing(id, seen: 1, by: people.specialistA)
            _ = try await flow.approveContent(of: id, seen: 2, by: people.headA)
            _ = try await flow.approveFormat(of: id, seen: 3, by: people.clerk)
            #expect(try await flow.outgoingTray(.sign, by: people.headA).items.map(\.id) == [id])
            #expect(try await flow.outgoingTray(.sign, by: people.leader).items.isEmpty)
            try await office.refuses("not-your-turn", "outgoing.signed", of: people.leader) {
                try await flow.initialOutgoing(id, seen: 4, by: people.leader)
            }
            _ = try await flow.initialOutgoing(id, seen: 4, by: people.headA)
            #expect(try await flow.outgoing(id, by: people.clerk).step == .signature)
            #expect(try await flow.outgoingTray(.sign, by: people.leader).items.map(\.id) == [id])
            _ = try await flow.recordSigned(id, seen: 5, by: people.clerk)
            let view = try await flow.outgoing(id, by: people.clerk)
            #expect(view.step == .numbering && view.signatories.allSatisfy { $0.signedAt != nil })
        }
    }

    @Test("refuses a step out of its order, from whom it is not for, and on what somebody else changed")
    func refusals() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.drafted(people)
            try await office.refuses("not-now", "outgoing.numbered", of: people.clerk) {
                try await flow.numberOutgoing(id, seen: 1, by: people.clerk)
            }
            try await office.refuses("not-in-role", "outgoing.numbered", of: people.specialistA) {
                try await flow.numberOutgoing(id, seen: 1, by: people.specialistA)
            }
            #expect(
                await refusal { try await flow.submitOutgoing(id, seen: 9, by: people.specialistA) } == "stale")
            #expect(await refusal { try await flow.outgoing(id, by: people.specialistB) } == "not-found")
            #expect(await refusal { try await flow.outgoing(id, by: people.foreignClerk) } == "not-found")
            #expect(await refusal { try await flow.outgoing(id, by: people.auditor) } == "not-found")
            try await flow.abandonOutgoing(id, reason: "Không cần nữa", seen: 1, by: people.specialistA)
            try await office.refuses("closed", "outgoing.submitted", of: people.specialistA) {
                try await flow.submitOutgoing(id, seen: 2, by: people.specialistA)
            }
        }
    }

    @Test("shows itself to who is asked for an opinion or signs, and lets them do that and nothing else")
    func involved() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.drafted(people)
            #expect(await refusal { try await flow.outgoing(id, by: people.headB) } == "not-found")
            let asked = OpinionRequest(officers: [people.headB.officer.id, people.specialistB.officer.id])
            _ = try await flow.askOpinions(on: id, asked, seen: 1, by: people.specialistA)
            let view = try await flow.outgoing(id, by: people.specialistB)
            #expect(view.actions.filter(\.allowed).map(\.act) == [.giveOpinion])
            #expect(try await flow.outgoingTray(.opinions, by: people.specialistB).items.map(\.id) == [id])
            #expect(
                await refusal { try await flow.submitOutgoing(id, seen: 2, by: people.specialistB) } == "not-yours")
            #expect(
                await refusal {
                    try await flow.reviseOutgoing(id, view.details, seen: 2, by: people.specialistB)
                } == "not-yours")
            _ = try await flow.submitOutgoing(id, seen: 2, by: people.specialistA)
            #expect(await refusal { try await flow.approveContent(of: id, seen: 3, by: people.headB) } == "not-yours")
            #expect(
                await refusal { try await flow.returnOutgoing(id, reason: "x", seen: 3, by: people.headB) }
                    == "not-yours")
            #expect(
                await refusal { try await flow.giveOpinion(on: id, .disagree, by: people.headB) }
                    == "fields: text required")
            try await flow.giveOpinion(on: id, .disagree, text: "Chưa rõ kinh phí", by: people.headB)
            #expect(
                await refusal { try await flow.giveOpinion(on: id, .agree, by: people.headB) } == "not-yours", "once")
            let opinions = try await flow.outgoing(id, by: people.headA).opinions
            #expect(opinions.map(\.answer) == [.disagree, nil] && opinions[0].text == "Chưa rõ kinh phí")
        }
    }

    @Test("goes to other agencies by envelope, and once, though two clerks issue it")
    func byEnvelope() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            try await office.directory(people)
            var details = OutgoingDetails(signedBy: people)
            details.recipients = [.agency(code: "H99.01"), .agency(code: "H99.02")]
            let id = try await office.signed(people, details)
            _ = try await flow.numberOutgoing(id, seen: 5, by: people.clerk)
            _ = try await flow.sealOnPaper(id, scan: try office.pdf("bản gốc"), seen: 6, by: people.clerk)
            async let first = refusal { try await flow.issueOutgoing(id, seen: 7, by: people.clerk) }
            async let second = refusal { try await flow.issueOutgoing(id, seen: 7, by: people.clerk2) }
            let outcomes = await [first, second]
            #expect(outcomes.contains(nil) && outcomes.contains { $0 == "stale" || $0 == "not-now" }, "\(outcomes)")
            let view = try await flow.outgoing(id, by: people.clerk)
            let dispatch = try await flow.dispatch(try #require(view.dispatch), by: people.clerk)
            #expect(dispatch.state == .sent && dispatch.recipients.map(\.code) == ["H99.01", "H99.02"])
            #expect(dispatch.details.reference == view.reference && dispatch.attachments.count == 1)
            #expect(try await office.count("SELECT count(*) AS n FROM outgoing_envelope") == 2)
        }
    }
}
