import Foundation
import Records
import TestOffice
import Testing
import Workflow

@Suite("A document that changes an issued one")
struct ChangingIssuedTests {
    @Test("that replaces it marks it in the act that issues it, and asks each who had it to exchange it")
    func replacing() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let former = try await office.issuedToAll(people)
            var details = OutgoingDetails("Kiện toàn lại", signedBy: people)
            details.recipients = [.agency(code: "H99.01"), .agency(code: "H99.03")]
            let id = try await office.readyToIssue(people, details, .replace, former)
            #expect(try await flow.outgoing(former, by: people.clerk).closing == nil, "in force until then")
            #expect(try await flow.outgoing(former, by: people.clerk).followers.map(\.isIssued) == [false])

            let preview = try await flow.issuePreview(of: id, by: people.clerk)
            let expected: [String: OutgoingPreview.Consequence] = [
                "Sở Nội vụ": .envelope(.replace, last: nil), "Ủy ban nhân dân xã Bến Lim": .envelope(.new, last: nil),
                "Hội Liên hiệp Phụ nữ xã Thử": .notTold, "Công ty Một": .notTold,
            ]
            for (name, consequence) in expected {
                #expect(preview.lines.filter { $0.name == name }.map(\.consequence) == [consequence], "\(name)")
            }
            let ended = OutgoingPreview.Consequence.workEnds(entry: "1/\(Day(in: .now).year)", .assigned)
            #expect(preview.lines.filter { $0.name == "Ban B" }.map(\.consequence) == [ended, .notTold])

            let last = try await office.lastEvent
            try await flow.issueOutgoing(id, seen: 7, by: people.clerk)
            let events = try await office.events(after: last).map(\.summary)
            #expect(events == ["outgoing.issued", "outgoing.replaced", "incoming.replaced"])

            let old = try await flow.outgoing(former, by: people.clerk)
            #expect(old.closing == .replaced && old.ended?.reason.hasPrefix("Được thay thế bởi 02/QĐ-") == true)
            #expect(old.followers.map(\.id) == [id] && old.followers[0].effect == .replace && old.followers[0].isIssued)
            #expect(old.recipients.map(\.asked) == [.replace, nil, nil, nil])
            #expect(try await flow.incoming(try #require(old.work), by: people.headB).closing?.mark == .replaced)
            let new = try await flow.outgoing(id, by: people.clerk)
            #expect(new.concerns?.id == former && new.concerns?.effect == .replace)
            let replacing = try await flow.dispatch(try #require(new.replacing), by: people.clerk)
            #expect(replacing.kind == .replace && replacing.recipients.map(\.code) == ["H99.01"])
            #expect(replacing.concerns == old.dispatch)
            let plain = try await flow.dispatch(try #require(new.dispatch), by: people.clerk)
            #expect(plain.kind == .new && plain.recipients.map(\.code) == ["H99.03"])

            // Recalled in its turn, it goes back from both.
            try await flow.recallOutgoing(id, reason: "Nhầm", seen: 8, by: people.leader)
            #expect(try await flow.outgoing(id, by: people.clerk).recipients.map(\.asked) == [.recall, .recall])
            #expect(try await flow.outgoing(former, by: people.clerk).closing == .replaced, "it stays replaced")
        }
    }

    @Test(
        "that amends or corrects it leaves it in force and stands on its page",
        arguments: [OutgoingEffect.amend, .correct])
    func amending(effect: OutgoingEffect) async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let former = try await office.issuedToAll(people)
            var details = OutgoingDetails("Điều chỉnh", signedBy: people)
            details.typeName = effect.typeName(concerning: "Quyết định")
            details.recipients = [.agency(code: "H99.01")]
            let id = try await office.readyToIssue(people, details, effect, former)
            try await flow.issueOutgoing(id, seen: 7, by: people.clerk)
            let old = try await flow.outgoing(former, by: people.clerk)
            #expect(old.closing == nil && old.followers.map(\.effect) == [effect])
            #expect(old.remarks.last?.kind == effect.remark)
            let new = try await flow.outgoing(id, by: people.clerk)
            #expect(new.replacing == nil)
            #expect(try await flow.dispatch(try #require(new.dispatch), by: people.clerk).kind == .new)
            #expect(try await flow.incoming(try #require(old.work), by: people.headB).closing == nil)
        }
    }

    @Test("that revokes it cancels it; its number stays in the register and is not one that was never used")
    func revoking() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let former = try await office.issued(people)
            let id = try await office.readyToIssue(people, OutgoingDetails("Bãi bỏ", signedBy: people), .revoke, former)
            try await flow.issueOutgoing(id, seen: 7, by: people.clerk)
            let old = try await flow.outgoing(former, by: people.clerk)
            #expect(old.closing == .cancelled && old.reference?.number == "01")
            let register = try #require(try await flow.outgoingRegisters(by: people.clerk).first?.id)
            let proof = try await flow.numberProof(of: register, year: Day(in: .now).year, by: people.clerk)
            #expect(proof.given == 2 && proof.inForce == 2)
        }
    }

    @Test("is of equal form, a letter where it corrects, and only of what was issued and is in force")
    func refusals() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let former = try await office.issued(people)
            let details = OutgoingDetails(signedBy: people)
            func refused(
                _ effect: OutgoingEffect, _ id: Int, _ type: String = "Quyết định", by caller: Caller? = nil
            ) async -> String? {
                var draft = OutgoingDraft()
                draft.details = details
                draft.details.typeName = type
                draft.concerns = (id, effect)
                let finished = draft
                return await refusal { try await flow.draftOutgoing(finished, by: caller ?? people.specialistA) }
            }
            #expect(await refused(.replace, former, "Thông báo") == "fields: typeName equal-form")
            #expect(await refused(.correct, former) == "fields: typeName equal-form")
            #expect(await refused(.amend, 404) == "not-found")
            #expect(await refused(.amend, former, by: people.specialistB) == "not-found", "not theirs to know of")
            let draft = try await office.drafted(people)
            #expect(await refused(.replace, draft) == "not-now")
            #expect(await refused(.correct, former, "Công văn") == nil)

            // Revising the draft does not make it something else.
            let id = try await office.drafted(people, details, .replace, former)
            var other = details
            other.typeName = "Thông báo"
            let changed = other
            #expect(
                await refusal { try await flow.reviseOutgoing(id, changed, seen: 1, by: people.specialistA) }
                    == "fields: typeName equal-form")
            try await flow.recallOutgoing(former, reason: "Sai", seen: 8, by: people.clerk)
            #expect(await refused(.replace, former) == "closed")
        }
    }

    @Test("is not issued where the other one was recalled or replaced meanwhile, and nothing goes out")
    func overtaken() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let former = try await office.issued(people)
            let details = OutgoingDetails("Lại", signedBy: people)
            let one = try await office.readyToIssue(people, details, .replace, former)
            let two = try await office.readyToIssue(people, details, .replace, former)
            async let first = refusal { try await flow.issueOutgoing(one, seen: 7, by: people.clerk) }
            async let second = refusal { try await flow.issueOutgoing(two, seen: 7, by: people.clerk) }
            let outcomes = await [first, second]
            #expect(outcomes.filter { $0 == nil }.count == 1 && outcomes.contains("former-not-in-force"), "\(outcomes)")
            let late = outcomes[0] == nil ? two : one
            #expect(try await flow.outgoing(late, by: people.clerk).step == .issuing)
            try await flow.cancelOutgoing(late, reason: "Văn bản cũ đã được thay", seen: 7, by: people.clerk)
            #expect(try await flow.outgoing(late, by: people.clerk).closing == .cancelled)
        }
    }
}

extension TestOffice {
    /// A decision that went to two agencies, to unit B and by post; at version 8.
    func issuedToAll(_ people: People) async throws -> Int {
        try await directory(people)
        var details = OutgoingDetails(signedBy: people)
        details.recipients = [.agency(code: "H99.01"), .agency(code: "H99.02")] + details.recipients
        return try await issued(people, details)
    }

    /// A draft that is to change an issued document.
    func drafted(
        _ people: People, _ details: OutgoingDetails, _ effect: OutgoingEffect, _ former: Int
    ) async throws -> Int {
        var draft = OutgoingDraft()
        draft.details = details
        draft.text = OutgoingText(try pdf())
        draft.concerns = (former, effect)
        return try await workflow.draftOutgoing(draft, by: people.specialistA)
    }

    /// The same, sealed; it waits to be issued, at version 7.
    func readyToIssue(
        _ people: People, _ details: OutgoingDetails, _ effect: OutgoingEffect, _ former: Int
    ) async throws -> Int {
        let id = try await drafted(people, details, effect, former)
        _ = try await workflow.submitOutgoing(id, seen: 1, by: people.specialistA)
        _ = try await workflow.approveContent(of: id, seen: 2, by: people.headA)
        _ = try await workflow.approveFormat(of: id, seen: 3, by: people.clerk)
        _ = try await workflow.recordSigned(id, seen: 4, by: people.clerk)
        _ = try await workflow.numberOutgoing(id, seen: 5, by: people.clerk)
        _ = try await workflow.sealOnPaper(id, scan: try pdf("bản gốc mới"), seen: 6, by: people.clerk)
        return id
    }
}
