import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("What issuing would refuse")
struct IssuableTests {
    @Test("is refused before anybody approves it: it goes to nobody, or to an agency that is not in the directory")
    func submitted() async throws {
        try await withOffice { office in
            let people = try await People(office)
            var details = OutgoingDetails(signedBy: people)
            details.recipients = []
            let toNobody = try await office.drafted(people, details)
            details.recipients = [.agency(code: "H00.00")]
            let unknown = try await office.drafted(people, details)
            for (id, reason) in [(toNobody, "no-recipient"), (unknown, "fields: recipients not-in-directory")] {
                try await office.refuses(reason, "outgoing.submitted", of: people.specialistA) {
                    _ = try await office.workflow.submitOutgoing(id, seen: 1, by: people.specialistA)
                }
            }
        }
    }

    @Test("takes no number when it came up later: an agency that left, a signer who is gone, a name no envelope takes")
    func later() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            try await office.directory(people)
            var details = OutgoingDetails(signedBy: people)
            details.recipients = [.agency(code: "H99.01")]
            let checked = try await office.drafted(people, details)
            _ = try await flow.submitOutgoing(checked, seen: 1, by: people.specialistA)
            _ = try await flow.approveContent(of: checked, seen: 2, by: people.headA)
            let signed = try await office.signed(people, details)
            let leader = people.leader.officer.id
            let changes: [(SQL, SQL, String)] = [
                (
                    "UPDATE correspondent SET left_at = now() WHERE code = 'H99.01'",
                    "UPDATE correspondent SET left_at = NULL", "fields: recipients not-in-directory"
                ),
                (
                    "UPDATE officer SET position = repeat('x', 101) WHERE id = \(leader)",
                    "UPDATE officer SET position = 'Giám đốc' WHERE id = \(leader)", "fields: signerPosition too-long"
                ),
            ]
            for (change, back, reason) in changes {
                try await office.change(change)
                #expect(
                    await refusal { try await flow.approveFormat(of: checked, seen: 3, by: people.clerk) } == reason)
                #expect(await refusal { try await flow.numberOutgoing(signed, seen: 5, by: people.clerk) } == reason)
                try await office.change(back)
            }
            try await office.change("UPDATE officer SET active = false WHERE id = \(leader)")
            #expect(
                await refusal { try await flow.approveFormat(of: checked, seen: 3, by: people.clerk) }
                    == "fields: signatories not-signing")
            _ = try await flow.returnOutgoing(checked, reason: "Đổi người ký", seen: 3, by: people.clerk)
            #expect(try await office.count("SELECT coalesce(max(last_number), 0) AS n FROM register_year") == 0)
            #expect(try await flow.numberOutgoing(signed, seen: 5, by: people.clerk).number == 1)
        }
    }

    @Test("is a document on paper for agencies or units without its scan, and a scan that is no PDF")
    func scans() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.signed(people)
            _ = try await flow.numberOutgoing(id, seen: 5, by: people.clerk)
            try await office.refuses("no-scan", "outgoing.sealed", of: people.clerk) {
                _ = try await flow.sealOnPaper(id, seen: 6, by: people.clerk)
            }
            let picture = try office.file("anh.png", [0x89, 0x50, 0x4E, 0x47])
            #expect(
                await refusal { try await flow.sealOnPaper(id, scan: picture, seen: 6, by: people.clerk) }
                    == "scan-not-pdf")
            var details = OutgoingDetails(signedBy: people)
            details.recipients = [.post(name: "Công ty Một", address: "1 Trần Phú")]
            let onPaper = try await office.signed(people, details)
            _ = try await flow.numberOutgoing(onPaper, seen: 5, by: people.clerk)
            _ = try await flow.sealOnPaper(onPaper, seen: 6, by: people.clerk)
            try await flow.issueOutgoing(onPaper, seen: 7, by: people.clerk)
            // Sealed before the rule was there: the draft does not go out in the original's place.
            try await office.change(
                """
                UPDATE outgoing_document SET step = 'issuing', version = 7, sealed_by = \(people.clerk.officer.id),
                    sealed_at = now() WHERE id = \(id)
                """)
            #expect(await refusal { try await flow.issueOutgoing(id, seen: 7, by: people.clerk) } == "no-scan")
        }
    }

    @Test("is somebody who signs nothing: a registrar is no signer, and does not initial")
    func signers() async throws {
        try await withOffice { office in
            let people = try await People(office)
            var details = OutgoingDetails(signedBy: people)
            details.signatories.insert(Signatory(officer: people.clerk.officer.id, kind: .initial), at: 0)
            let asked = details
            #expect(
                await refusal { try await office.drafted(people, asked) } == "fields: signatories not-signing")
        }
    }

    @Test("is approved by somebody else where its head wrote the text, whoever opened the draft")
    func ownText() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.drafted(people)
            _ = try await flow.reviseOutgoing(
                id, OutgoingDetails(signedBy: people), text: OutgoingText(try office.pdf("của trưởng phòng")), seen: 1,
                by: people.headA)
            _ = try await flow.submitOutgoing(id, seen: 2, by: people.headA)
            try await office.refuses("own-content", "outgoing.content-approved", of: people.headA) {
                _ = try await flow.approveContent(of: id, seen: 3, by: people.headA)
            }
            _ = try await flow.approveContent(of: id, seen: 3, by: people.leader)
        }
    }
}

extension TestOffice {
    /// Changes a row behind the program's back.
    fileprivate func change(_ statement: SQL) async throws {
        try await owner.write { transaction in
            try transaction.execute(Workflow.testEvent)
            try transaction.execute(statement)
        }
    }
}
