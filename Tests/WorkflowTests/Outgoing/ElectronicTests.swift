import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite(
    "An electronic document", .enabled(if: PaperBench.isReady, "deploy/install --test makes what signs papers"),
    .serialized)
struct ElectronicTests {
    /// An office whose leader has the certificate of the bench, and a document that waits for that signature.
    struct Scene {
        let people: People
        let signer: Caller
        let id: Int
        /// The file that was handed out to be signed.
        let handedOut: OpenedFile

        /// Makes the document; `approving` says whether its format is approved too.
        init(
            _ office: TestOffice, _ bench: PaperBench, with files: [ReceivedFile] = [], approving: Bool = true
        ) async throws {
            people = try await People(office)
            _ = try await office.workflow.addOfficer(
                NewOfficer(
                    login: "ky.so", name: "Trần Thị Lan", position: "Chủ tịch", unit: nil, roles: [.leader],
                    password: "mat-khau-thu-nghiem"), by: .service(in: people.clerk.officer.agency))
            signer = try await office.caller("ky.so")
            var details = OutgoingDetails(signedBy: people, medium: .electronic)
            details.signatories = [Signatory(officer: signer.officer.id, kind: .sign)]
            var draft = OutgoingDraft()
            draft.details = details
            let bytes = try Data(contentsOf: URL(filePath: try await bench.make("draft", "to-issue")))
            draft.text = try await office.workflow.outgoingText(of: try office.file("qd.pdf", Array(bytes)))
            draft.files = files
            let flow = office.workflow
            id = try await flow.draftOutgoing(draft, by: people.specialistA)
            _ = try await flow.submitOutgoing(id, seen: 1, by: people.specialistA)
            _ = try await flow.approveContent(of: id, seen: 2, by: people.headA)
            if approving { _ = try await flow.approveFormat(of: id, seen: 3, by: people.clerk) }
            handedOut = try await flow.openVersion(approving ? 2 : 1, of: id, asPDF: true, by: signer)
        }

        /// The file that was handed out, signed outside with a key of the bench.
        func signed(_ office: TestOffice, _ bench: PaperBench, with key: String) async throws -> ReceivedFile {
            let out = bench.path("outside-\(key)")
            try await bench.tools.sign(
                handedOut.path, to: out, field: "nguoiky1", with: bench.key(key), image: bench.handwriting)
            return try office.file("da-ky.pdf", Array(try Data(contentsOf: URL(filePath: out))))
        }
    }

    @Test(
        "is signed outside, numbered by the system and signed for the agency, and all of it holds for another verifier")
    func wholePath() async throws {
        let bench = try await PaperBench()
        try await withOffice({
            $0.papers = bench.tools.configuration
            $0.outgoing.confirmationAddress = "https://vanphong.example.vn"
        }) { office in
            let scene = try await Scene(office, bench)
            let flow = office.workflow
            let signed = try await scene.signed(office, bench, with: "person")
            _ = try await flow.signOutgoing(scene.id, with: signed, seen: 4, by: scene.signer)
            let number = try await flow.numberOutgoing(scene.id, seen: 5, by: scene.people.clerk)
            _ = try await flow.sealOutgoing(scene.id, seen: 6, by: scene.people.clerk)

            let view = try await flow.outgoing(scene.id, by: scene.people.clerk)
            #expect(view.step == .issuing && view.versions.map(\.kind) == ["sealed", "signed", "prepared", "draft"])
            #expect(view.signatories[0].certificate.hasPrefix("Trần Thị Lan · "))
            let original = try await flow.openVersion(4, of: scene.id, asPDF: true, by: scene.people.clerk)
            try await bench.tools.verify(original.path).hold()
            let other = try await bench.otherVerifier(original.path)
            #expect(other.valid == 2 && other.total)
            let text = try await bench.text(original.path)
            #expect(text.contains(try Regex("Số: +\(number.reference.number)")))

            // Drawn before anybody signed, read by somebody else's reader once all is signed.
            let code = try await office.owner.row(
                "SELECT replace(confirmation::text, '-', '') AS code FROM outgoing_document WHERE id = \(scene.id)"
            ) { try $0["code"] as String }
            let read = try await bench.codes(original.path)
            #expect(read.contains("https://vanphong.example.vn/xac-nhan/\(code ?? "none")\n"))

            try await flow.issueOutgoing(scene.id, seen: 7, by: scene.people.clerk)
            #expect(try await flow.outgoing(scene.id, by: scene.people.clerk).step == .issued)
        }
    }

    @Test("takes no other file than the one that was handed out, signed by nobody else, and says why")
    func refusals() async throws {
        let bench = try await PaperBench()
        try await withOffice({ $0.papers = bench.tools.configuration }) { office in
            let scene = try await Scene(office, bench)
            let flow = office.workflow
            func refused(_ file: ReceivedFile) async -> String? {
                do {
                    _ = try await flow.signOutgoing(scene.id, with: file, seen: 4, by: scene.signer)
                    return nil
                } catch let fault as PaperFault { return fault.reason.rawValue } catch let error as WorkflowError {
                    return error.code
                } catch { return "\(error)" }
            }
            #expect(await refused(try office.pdf("khác")) != nil, "a PDF of something else")
            let same = try office.file("ban-goc.pdf", Array(try Data(contentsOf: URL(filePath: scene.handedOut.path))))
            #expect(await refused(same) == "nothingSigned")
            let elsewhere = try await bench.signed().file
            let other = try office.file("van-ban-khac.pdf", Array(try Data(contentsOf: URL(filePath: elsewhere))))
            #expect(await refused(other) == "changed", "a good signature over another document")
            let second = try await scene.signed(office, bench, with: "second")
            #expect(await refused(second) == "other-signer", "somebody else's certificate")
            #expect(
                try await flow.outgoing(scene.id, by: scene.people.clerk).step == .signature, "nothing is half-done")
            let last = try await office.lastEvent
            _ = await refused(other)
            let event = try #require(try await office.events(after: last).first)
            #expect(event.summary == "outgoing.signed refused: paper-changed", "\(event.summary)")

            // The agency's key is the clerk's, and only after the person's signature and the number.
            #expect(
                await refusal { try await flow.sealOutgoing(scene.id, seen: 4, by: scene.people.clerk) } == "not-now")
            #expect(
                await refusal { try await flow.sealOutgoing(scene.id, seen: 4, by: scene.people.leader) }
                    == "not-in-role")
            #expect(
                await refusal { try await flow.recordSigned(scene.id, seen: 4, by: scene.people.clerk) }
                    == "other-medium")
        }
    }

    @Test("that is returned after somebody signed is prepared anew from its draft")
    func returned() async throws {
        let bench = try await PaperBench()
        try await withOffice({ $0.papers = bench.tools.configuration }) { office in
            let scene = try await Scene(office, bench)
            let flow = office.workflow
            let signed = try await scene.signed(office, bench, with: "person")
            _ = try await flow.signOutgoing(scene.id, with: signed, seen: 4, by: scene.signer)
            _ = try await flow.returnOutgoing(scene.id, reason: "Sai căn cứ", seen: 5, by: scene.signer)
            _ = try await flow.submitOutgoing(scene.id, seen: 6, by: scene.people.specialistA)
            _ = try await flow.approveContent(of: scene.id, seen: 7, by: scene.people.headA)
            _ = try await flow.approveFormat(of: scene.id, seen: 8, by: scene.people.clerk)
            let view = try await flow.outgoing(scene.id, by: scene.people.clerk)
            #expect(view.step == .signature && view.versions.count == 4)
            let anew = try await flow.openVersion(4, of: scene.id, asPDF: true, by: scene.signer)
            #expect(try await bench.tools.verify(anew.path).signatures.isEmpty)
        }
    }

    @Test("from a Word file becomes a PDF, and a file that is neither is refused with what to do")
    func converting() async throws {
        try await withOffice { office in
            let template = TestData.repository.appending(path: "config/templates/cong-van.docx")
            let word = try office.file("du thao.docx", Array(try Data(contentsOf: template)))
            let text = try await office.workflow.outgoingText(of: word)
            #expect(text.pdf?.mediaType == "application/pdf" && text.pdf?.name == "du thao.pdf")
            let plain = try office.file("a.txt", Array("chữ".utf8))
            #expect(await refusal { try await office.workflow.outgoingText(of: plain) } == "file-refused")
        }
    }
}
