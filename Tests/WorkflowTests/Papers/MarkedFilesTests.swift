import Foundation
import Records
import TestOffice
import Testing
import Workflow

@Suite("Files that leave with marks")
struct MarkedFilesTests {
    private func arrived(_ office: TestOffice, _ people: People, _ desk: PaperDesk) async throws -> (id: Int, file: Int)
    {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: desk.pdf("den.pdf", pages: 2))))
        let registration = Registration(details: details(), files: [try office.file("den.pdf", bytes)])
        let id = try await office.workflow.registerIncoming(registration, by: people.clerk).document
        let view = try await office.workflow.incoming(id, by: people.clerk)
        return (id, try #require(view.attachments.first?.id))
    }

    @Test(
        "an incoming document's PDF is had with the stamp “ĐẾN”; what is stored stays as it came, and no copy is left")
    func arrival() async throws {
        try await withOffice({ $0.outgoing = .forStories }) { office in
            let people = try await People(office)
            let flow = office.workflow
            let desk = try PaperDesk()
            let (id, file) = try await arrived(office, people, desk)
            _ = try await flow.assign(
                id, AssignmentOrder(lead: people.specialistA.asAssignee), seen: 1, by: people.leader)
            let original = try await flow.openFile(file, by: people.clerk)
            let path: String
            do {
                let stamped = try await flow.stampedIncoming(id, by: people.specialistA)
                path = stamped.path
                let text = try desk.text(path, page: 1)
                let name = String(people.specialistA.officer.name.prefix(10))
                for words in ["ĐẾN", details().arrivedOn?.written ?? "-", name, "Body of page 1"] {
                    #expect(text.contains(words), "\(words)")
                }
                #expect(text.contains(#/Số:\s+1\b/#))
                #expect(path != original.path && stamped.name.hasPrefix("Đến 1"))
                withExtendedLifetime(stamped) {}
            }
            #expect(!FileManager.default.fileExists(atPath: path), "it is gone with the last who holds it")
            #expect(try desk.text(original.path).contains("ĐẾN") == false)
            #expect(
                await refusal { try await flow.stampedIncoming(id, by: people.specialistB) } == "not-found")
            #expect(await refusal { try await flow.stampedIncoming(id, by: people.foreignClerk) } != nil)
            let other = Registration(details: details("16", subject: "Văn bản giấy"))
            let bare = try await flow.registerIncoming(other, by: people.clerk).document
            #expect(await refusal { try await flow.stampedIncoming(bare, by: people.clerk) } == "nothing-to-mark")
        }
        try await withOffice { office in
            let people = try await People(office)
            let (id, _) = try await arrived(office, people, try PaperDesk())
            #expect(
                await refusal { try await office.workflow.stampedIncoming(id, by: people.clerk) } == "no-programs")
        }
    }

    @Test("where the settings say so, every PDF of a document leaves with name and time, and nothing leaves without")
    func watermark() async throws {
        try await withOffice({
            $0.outgoing = .forStories; $0.outgoing.watermark = true
        }) { office in
            let people = try await People(office)
            let flow = office.workflow
            let desk = try PaperDesk()
            let (id, file) = try await arrived(office, people, desk)
            func isMarked(_ file: OpenedFile, by caller: Caller) throws -> Bool {
                let text = try desk.run("pdftotext", ["-raw", file.path, "-"]).filter { !$0.isWhitespace }
                return text.contains(caller.officer.name.filter { !$0.isWhitespace })
            }
            #expect(try isMarked(try await flow.openFile(file, by: people.clerk), by: people.clerk))
            #expect(try isMarked(try await flow.openFile(file, by: people.leader), by: people.leader))
            #expect(try isMarked(try await flow.stampedIncoming(id, by: people.leader), by: people.leader))
            let issued = try await office.issued(people, pages: 1, desk)
            #expect(
                try isMarked(try await flow.openVersion(2, of: issued, asPDF: true, by: people.clerk), by: people.clerk)
            )
            let note = try office.file("ghi chu.txt", Array("ghi chú".utf8))
            _ = try await flow.assign(
                id, AssignmentOrder(lead: people.specialistA.asAssignee), seen: 1, by: people.leader)
            _ = try await flow.reportProgress(id, text: "x", files: [note], by: people.specialistA)
            let text = try #require(try await flow.incoming(id, by: people.clerk).notes.first?.attachments.first?.id)
            let plain = try await flow.openFile(text, by: people.clerk)
            #expect(try String(contentsOfFile: plain.path, encoding: .utf8) == "ghi chú", "no PDF, no mark")
        }
        try await withOffice({
            $0.outgoing.watermark = true; $0.outgoing.programs = "/nowhere"
        }) { office in
            let people = try await People(office)
            let (_, file) = try await arrived(office, people, try PaperDesk())
            await #expect(throws: PaperToolFault.self) { try await office.workflow.openFile(file, by: people.clerk) }
        }
    }
}
