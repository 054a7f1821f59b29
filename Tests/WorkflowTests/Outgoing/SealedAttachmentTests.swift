import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

extension ElectronicTests {
    /// A file of the bench, as somebody would upload it.
    private func upload(_ path: String, as name: String, to office: TestOffice) throws -> ReceivedFile {
        try office.file(name, Array(try Data(contentsOf: URL(filePath: path))))
    }

    @Test("is signed for the agency together with each attached PDF; what is none goes as it is")
    func attachments() async throws {
        let bench = try await PaperBench()
        try await withOffice({ $0.papers = bench.tools.configuration }) { office in
            let files = [
                try upload(try await bench.make("draft", "annex-1"), as: "phu luc 1.pdf", to: office),
                try office.file("so lieu.txt", Array("số liệu".utf8)),
                try upload(try await bench.make("draft", "annex-2"), as: "phu luc 2.pdf", to: office),
            ]
            let scene = try await Scene(office, bench, with: files)
            let flow = office.workflow
            _ = try await flow.signOutgoing(
                scene.id, with: try await scene.signed(office, bench, with: "person"), seen: 4, by: scene.signer)
            let number = try await flow.numberOutgoing(scene.id, seen: 5, by: scene.people.clerk)
            _ = try await flow.sealOutgoing(scene.id, seen: 6, by: scene.people.clerk)

            let kept = try await flow.outgoing(scene.id, by: scene.people.clerk).attachments
            #expect(kept.map(\.file.name) == ["phu luc 1.pdf", "so lieu.txt", "phu luc 2.pdf"])
            #expect(kept.map { $0.sealed != nil } == [true, false, true])
            for (place, file) in kept.enumerated() {
                let original = try await flow.openFile(file.file.id, by: scene.people.clerk)
                #expect(original.digest == files[place].digest, "what was attached stays as it was")
                guard let sealed = file.sealed else { continue }
                let signed = try await flow.openFile(sealed, by: scene.people.clerk)
                #expect(signed.name == file.file.name)
                let other = try await bench.otherVerifier(signed.path)
                #expect(other.valid == 1 && other.total)
                let text = try await bench.text(signed.path)
                #expect(text.contains("\(number.reference)"), "\(text.prefix(400))")
                #expect(text.contains("+07:00"), "the time by ISO 8601")
            }

            try await flow.issueOutgoing(scene.id, seen: 7, by: scene.people.clerk)
            // One's own units get what was signed.
            let work = try #require(try await flow.outgoing(scene.id, by: scene.people.clerk).work)
            let given = try await flow.incoming(work, by: scene.people.clerk).attachments
            #expect(given.count == 4)
            for (place, file) in given.dropFirst().enumerated() {
                let opened = try await flow.openFile(file.id, by: scene.people.clerk)
                let sent = try await flow.openFile(kept[place].sealed ?? kept[place].file.id, by: scene.people.clerk)
                #expect(opened.digest == sent.digest)
            }
        }
    }

    @Test("leaves an attached file alone that bears the agency's signature, or one that forbids any other")
    func signedBefore() async throws {
        let bench = try await PaperBench()
        try await withOffice({ $0.papers = bench.tools.configuration }) { office in
            let first = try await Scene(office, bench)
            let flow = office.workflow
            _ = try await flow.signOutgoing(
                first.id, with: try await first.signed(office, bench, with: "person"), seen: 4, by: first.signer)
            _ = try await flow.numberOutgoing(first.id, seen: 5, by: first.people.clerk)
            _ = try await flow.sealOutgoing(first.id, seen: 6, by: first.people.clerk)
            let original = try await flow.openVersion(4, of: first.id, asPDF: true, by: first.people.clerk)
            let own = try upload(original.path, as: "quyet dinh da ban hanh.pdf", to: office)

            let papers = flow
            var draft = OutgoingDraft()
            draft.details = OutgoingDetails("Gửi kèm", signedBy: first.people, medium: .electronic)
            draft.details.signatories = [Signatory(officer: first.signer.officer.id, kind: .sign)]
            draft.text = try await papers.outgoingText(
                of: try upload(try await bench.make("draft", "second"), as: "qd.pdf", to: office))
            draft.files = [own]
            let id = try await flow.draftOutgoing(draft, by: first.people.specialistA)
            _ = try await flow.submitOutgoing(id, seen: 1, by: first.people.specialistA)
            _ = try await flow.approveContent(of: id, seen: 2, by: first.people.headA)
            _ = try await flow.approveFormat(of: id, seen: 3, by: first.people.clerk)
            let out = bench.path("second-signed")
            let handedOut = try await flow.openVersion(2, of: id, asPDF: true, by: first.signer)
            try await bench.tools.sign(
                handedOut.path, to: out, field: "nguoiky1", with: bench.key("person"), image: bench.handwriting)
            _ = try await flow.signOutgoing(
                id, with: try upload(out, as: "da-ky.pdf", to: office), seen: 4, by: first.signer)
            _ = try await flow.numberOutgoing(id, seen: 5, by: first.people.clerk)
            _ = try await flow.sealOutgoing(id, seen: 6, by: first.people.clerk)
            let kept = try await flow.outgoing(id, by: first.people.clerk).attachments
            #expect(kept.count == 1 && kept[0].sealed == nil)
        }
    }

    @Test(
        "is not prepared for signing while a file that goes with it could never be signed; the refusal names the file")
    func unsealable() async throws {
        let bench = try await PaperBench()
        try await withOffice({ $0.papers = bench.tools.configuration }) { office in
            let scene = try await Scene(
                office, bench, with: [try office.file("hong.pdf", Array("%PDF-1.4\nhỏng\n%%EOF\n".utf8))],
                approving: false)
            do {
                _ = try await office.workflow.approveFormat(of: scene.id, seen: 3, by: scene.people.clerk)
                Issue.record("approved")
            } catch WorkflowError.fileRefused(let why) { #expect(why.vietnamese.contains("“hong.pdf”")) }
            #expect(try await office.workflow.outgoing(scene.id, by: scene.people.clerk).step == .format)
            _ = try await office.workflow.returnOutgoing(
                scene.id, reason: "Bỏ tệp hỏng", seen: 3, by: scene.people.clerk)
        }
    }

    @Test("and its attachments are signed all or none")
    func allOrNone() async throws {
        let bench = try await PaperBench()
        try await withOffice({ $0.papers = bench.tools.configuration }) { office in
            let good = try upload(try await bench.make("draft", "annex"), as: "phu luc.pdf", to: office)
            let scene = try await Scene(office, bench, with: [good])
            let flow = office.workflow
            _ = try await flow.signOutgoing(
                scene.id, with: try await scene.signed(office, bench, with: "person"), seen: 4, by: scene.signer)
            _ = try await flow.numberOutgoing(scene.id, seen: 5, by: scene.people.clerk)
            // The disk ruins the file after it was looked at.
            let kept = try await flow.outgoing(scene.id, by: scene.people.clerk).attachments[0].file.id
            let path = try await flow.openFile(kept, by: scene.people.clerk).path
            let bytes = try Data(contentsOf: URL(filePath: path))
            try FileManager.default.removeItem(atPath: path)
            try Data("%PDF-1.4 hỏng".utf8).write(to: URL(filePath: path))
            #expect(
                await refusal { try await flow.sealOutgoing(scene.id, seen: 6, by: scene.people.clerk) }
                    == "file-refused")
            let view = try await flow.outgoing(scene.id, by: scene.people.clerk)
            #expect(view.step == .sealing && !view.versions.contains { $0.kind == "sealed" })
            #expect(try await office.count("SELECT count(*) AS n FROM attachment WHERE sealed_from IS NOT NULL") == 0)

            try bytes.write(to: URL(filePath: path))
            _ = try await flow.sealOutgoing(scene.id, seen: 6, by: scene.people.clerk)
            #expect(try await flow.outgoing(scene.id, by: scene.people.clerk).attachments[0].sealed != nil)
        }
    }
}
