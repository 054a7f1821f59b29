import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("Archive copies, and copies of documents")
struct CopyingTests {
    private let year = Day(in: .now).year

    @Test("an archive copy is lent and comes back, once, and the book says so in nine columns")
    func archive() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.issued(people)
            let use = ArchiveUse(
                user: " Lê Văn Mượn ", permittedBy: "Chánh Văn phòng", dossier: "01.VP", note: "Đối chiếu")
            let entry = try await flow.recordArchiveUse(of: id, use, by: people.clerk)
            let today = Day(in: .now).written
            let out = try await flow.book(.archive, year: year, by: people.auditor)
            #expect(out.rows.count == 1 && out.rows[0].count == 9)
            let line = out.rows[0]
            #expect(line[0] == today && line[1] == "Lê Văn Mượn" && line[2].hasPrefix("01/QĐ-"))
            #expect(line[2].hasSuffix(today) && line[3] == "Quyết định Kiện toàn ban chỉ đạo")
            #expect(Array(line[4...]) == ["01.VP", "", "", "Chánh Văn phòng", "Đối chiếu"])
            #expect(try await flow.outgoing(id, by: people.clerk).uses.first?.returnedOn == nil)
            try await flow.returnArchive(entry, of: id, by: people.clerk2)
            #expect(try await flow.book(.archive, year: year, by: people.clerk).rows[0][6] == today)
            try await office.refuses("not-found", "outgoing.archive-returned", of: people.clerk) {
                try await flow.returnArchive(entry, of: id, by: people.clerk)
            }
            try await office.refuses(
                "fields: user required, permittedBy required", "outgoing.archive-used", of: people.clerk
            ) {
                try await flow.recordArchiveUse(of: id, ArchiveUse(user: " \n"), by: people.clerk)
            }
            let long = ArchiveUse(user: String(repeating: "â", count: 201), permittedBy: "x")
            #expect(
                await refusal { try await flow.recordArchiveUse(of: id, long, by: people.clerk) } != nil)
            try await office.refuses("not-in-role", "outgoing.archive-used", of: people.leader) {
                try await flow.recordArchiveUse(of: id, use, by: people.leader)
            }
            let draft = try await office.drafted(people)
            #expect(await refusal { try await flow.recordArchiveUse(of: draft, use, by: people.clerk) } == "not-now")
            #expect(
                await refusal { try await flow.recordArchiveUse(of: id, use, by: people.foreignClerk) } == "not-found")
            #expect(
                await refusal { try await flow.returnArchive(entry, of: draft, by: people.clerk) } == "not-found",
                "of another document")
        }
    }

    @Test("copies of all kinds have one sequence of numbers, each with its mark in a file of its own")
    func copies() async throws {
        try await withOffice({ $0.outgoing = .forStories }) { office in
            let people = try await People(office)
            let flow = office.workflow
            let desk = try PaperDesk()
            let id = try await office.issued(people, pages: 6, desk)
            let original = try await flow.openVersion(2, of: id, asPDF: true, by: people.clerk)
            let before = try Data(contentsOf: URL(filePath: original.path))
            var marks: [String] = []
            for kind in CopyKind.allCases {
                let asked = CopyRequest(kind: kind, pages: kind == .extract ? "2, 4-5" : "", recipient: "Sở Y tế")
                let copy = try await flow.copyDocument(id, asked, by: people.clerk)
                let file = try await flow.openCopy(copy, of: id, by: people.leader)
                let text = try desk.text(file.path, page: 1)
                marks += [kind.mark].filter(text.contains)
                let number = "0\(marks.count)/\(kind.abbreviation)-"
                #expect(text.contains("Số: \(number)"), "\(text)")
                let pages = try desk.text(file.path).matches(of: #/Body of page (\d)/#).map { String($0.output.1) }
                #expect(pages == (kind == .extract ? ["2", "4", "5"] : ["1", "2", "3", "4", "5", "6"]))
            }
            #expect(marks == ["SAO Y", "SAO LỤC", "TRÍCH SAO"])
            #expect(try Data(contentsOf: URL(filePath: original.path)) == before, "the original stays as it is")
            let view = try await flow.outgoing(id, by: people.clerk)
            #expect(view.copies.map(\.kind) == [.extract, .ofCopy, .same] && view.copies[0].pages == "2, 4-5")
            let register = try await flow.register(named: "Sổ đăng ký bản sao", by: people.clerk)
            let proof = try await flow.numberProof(of: register, year: year, by: people.clerk)
            #expect(proof.given == 3 && proof.missing.isEmpty)
            let rows = try await flow.book(.register(register), year: year, by: people.clerk).rows
            #expect(rows.count == 3 && rows[2][2].contains("(trang 2, 4-5)") && rows[0][4] == "Sở Y tế")
        }
    }

    @Test("nobody else makes copies, nor of what was not issued, nor of pages that there are not; no number is lost")
    func refusals() async throws {
        try await withOffice({ $0.outgoing = .forStories }) { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.issued(people)
            let same = CopyRequest(kind: .same, recipient: "Sở Y tế")
            try await office.refuses("not-in-role", "outgoing.copy-made", of: people.leader) {
                try await flow.copyDocument(id, same, by: people.leader)
            }
            let draft = try await office.drafted(people)
            #expect(await refusal { try await flow.copyDocument(draft, same, by: people.clerk) } == "not-now")
            #expect(await refusal { try await flow.copyDocument(id, same, by: people.foreignClerk) } == "not-found")
            let wrong: [CopyRequest] = [
                CopyRequest(kind: nil, recipient: "x"), CopyRequest(kind: .same),
                CopyRequest(kind: .extract, recipient: "x"),
                CopyRequest(kind: .extract, pages: "3-1", recipient: "x"),
                CopyRequest(kind: .same, recipient: "x", copies: 0),
                CopyRequest(kind: .same, recipient: "x", copies: nil),
                CopyRequest(kind: .extract, pages: "2", recipient: "x"),
            ]
            for asked in wrong {
                let why = await refusal { try await flow.copyDocument(id, asked, by: people.clerk) }
                #expect(why?.hasPrefix("fields") == true || why == "file-refused", "\(asked): \(why ?? "done")")
            }
            let broken = try await office.issued(people, scan: office.file("hong.pdf", Array("%PDF-1.4\nx".utf8)))
            #expect(
                await refusal { try await flow.copyDocument(broken, same, by: people.clerk) } == "file-refused")
            #expect(try await office.count("SELECT count(*) AS n FROM document_copy") == 0)
            let copy = try await flow.copyDocument(id, same, by: people.clerk)
            #expect(try await flow.outgoing(id, by: people.clerk).copies[0].reference.number == "01")
            #expect(await refusal { try await flow.openCopy(copy, of: draft, by: people.clerk) } == "not-found")
            #expect(await refusal { try await flow.openCopy(copy, of: id, by: people.specialistB) } == "not-found")
        }
    }

    @Test("who makes copies at the same time gets numbers without gap or repeat, each as it stands in the file")
    func together() async throws {
        try await withOffice({ $0.outgoing = .forStories }) { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.issued(people)
            let done = await withTaskGroup(of: Int?.self) { group in
                for number in 1...4 {
                    group.addTask {
                        try? await flow.copyDocument(
                            id, CopyRequest(kind: .same, recipient: "Sở \(number)"),
                            by: number.isMultiple(of: 2) ? people.clerk : people.clerk2)
                    }
                }
                return await group.reduce(into: [Int?]()) { $0.append($1) }.compactMap { $0 }
            }
            #expect(!done.isEmpty)
            let desk = try PaperDesk()
            let copies = try await flow.outgoing(id, by: people.clerk).copies
            #expect(copies.map(\.reference.number).sorted() == (1...done.count).map { "0\($0)" })
            for copy in copies {
                let file = try await flow.openCopy(copy.id, of: id, by: people.clerk)
                #expect(try desk.text(file.path).contains("Số: \(copy.reference)"))
            }
            // Pressed twice, it is done once.
            let pressed = try office.key("copy-twice-1")
            let once = try await flow.copyDocument(
                id, CopyRequest(kind: .same, recipient: "x"), by: people.clerk, key: pressed)
            let again = try await flow.copyDocument(
                id, CopyRequest(kind: .same, recipient: "x"), by: people.clerk, key: pressed)
            #expect(once == again)
        }
    }
}

extension TestOffice {
    /// An issued document with a scan of so many pages, each with its number.
    func issued(_ people: People, pages: Int, _ desk: PaperDesk) async throws -> Int {
        let path = try desk.pdf("goc.pdf", pages: pages)
        return try await issued(people, scan: file("goc.pdf", [UInt8](Data(contentsOf: URL(filePath: path)))))
    }

    func issued(_ people: People, scan: ReceivedFile) async throws -> Int {
        let id = try await signed(people)
        _ = try await workflow.numberOutgoing(id, seen: 5, by: people.clerk)
        _ = try await workflow.sealOnPaper(id, scan: scan, seen: 6, by: people.clerk)
        try await workflow.issueOutgoing(id, seen: 7, by: people.clerk)
        return id
    }
}
