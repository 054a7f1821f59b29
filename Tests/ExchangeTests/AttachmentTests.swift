import Exchange
import Foundation
import TestNumbers
import Testing

@Suite("An attachment")
struct AttachmentTests {
    let folder = TestFolder()

    func read(
        _ files: [Draft.File], _ limits: EnvelopeLimits = .standard, _ change: (inout Draft) -> Void = { _ in }
    ) throws(ExchangeError) -> Envelope {
        var draft = Draft(files: files)
        change(&draft)
        return try EnvelopeReader(limits: limits).read(draft.bytes, into: folder)
    }

    func refusal(
        _ files: [Draft.File], _ limits: EnvelopeLimits = .standard, _ change: (inout Draft) -> Void = { _ in }
    ) -> ExchangeError.Kind? {
        do throws(ExchangeError) {
            _ = try read(files, limits, change)
            return nil
        } catch {
            #expect(folder.files.isEmpty, "a refusal leaves nothing")
            return error.kind
        }
    }

    func bytes(_ attachment: Exchange.Attachment?) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(fileURLWithPath: try #require(attachment).file)))
    }

    let text = Array("Nội dung của tệp".utf8)
    let pdf = Array("%PDF-1.7\n%âãÏÓ\n".unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })

    @Test("is unpacked if it is the only one in a ZIP, whatever its type is declared to be")
    func isUnpacked() throws {
        let zip = ZIPMaker.zip(.init("6f9619ff.txt", text))
        for type in ["application/zip", "text/plain", "application/pdf", nil] {
            let envelope = try read([.init(name: "a.txt", type: type, bytes: zip)])
            let attachment = envelope.attachments.first
            #expect(attachment?.wasZipped == true && attachment?.mediaType == .text)
            #expect(try bytes(attachment) == text)
            #expect(folder.files == ["1"])
            let contradicts = type == "application/pdf"
            #expect(
                envelope.warnings
                    == (contradicts ? [.typeDiffers(attachment: 1, declared: "application/pdf", found: .text)] : []))
            try FileManager.default.removeItem(atPath: folder.path + "/1")
        }
    }

    @Test("is not unpacked to a place of the sender's choosing")
    func isNotUnpackedElsewhere() throws {
        let zip = ZIPMaker.zip(.init("../../../../tmp/congvan-was-here.txt", text))
        let attachment = try read([.init(name: "../a.txt", bytes: zip)]).attachments.first
        #expect(try bytes(attachment) == text)
        #expect(folder.files == ["1"])
        #expect(!FileManager.default.fileExists(atPath: "/tmp/congvan-was-here.txt"))
    }

    @Test("stays as it is if it is an office document, a ZIP by name, or a ZIP of several files")
    func staysAsItIs() throws {
        let types = Array("<Types/>".utf8)
        let sheet = Array("application/vnd.oasis.opendocument.spreadsheet".utf8)
        let cases: [(name: String, zip: [UInt8], type: MediaType)] = [
            ("a.docx", ZIPMaker.zip(.init("[Content_Types].xml", types), .init("word/document.xml", text)), .word),
            ("a.doc", ZIPMaker.zip(.init("[Content_Types].xml", types), .init("xl/workbook.xml", text)), .excel),
            ("a.pptx", ZIPMaker.zip(.init("ppt/presentation.xml", text)), .powerpoint),
            ("a.ods", ZIPMaker.zip(.init("mimetype", sheet), .init("content.xml", text)), .openDocumentSheet),
            ("a.zip", ZIPMaker.zip(.init("b.txt", text)), .zip),
            ("a.txt", ZIPMaker.zip(.init("b.txt", text), .init("c.txt", text)), .zip),
            ("a.txt", ZIPMaker.zip(.init("b/", [])), .zip),
        ]
        for (name, zip, type) in cases {
            let attachment = try read([.init(name: name, type: nil, bytes: zip)]).attachments.first
            #expect(attachment?.mediaType == type && attachment?.wasZipped == false)
            #expect(try bytes(attachment) == zip)
            try FileManager.default.removeItem(atPath: folder.path + "/1")
        }
    }

    @Test("is unpacked from a ZIP around a document that is itself one, as old senders wrap everything")
    func isUnpackedTwice() throws {
        let document = ZIPMaker.zip(.init("[Content_Types].xml", text), .init("word/document.xml", text))
        let attachment = try read([.init(name: "a.docx", bytes: ZIPMaker.zip(.init("uuid.docx", document)))])
            .attachments.first
        #expect(try bytes(attachment) == document)
        #expect(attachment?.mediaType == .word && attachment?.wasZipped == true)
    }

    @Test("is refused if it unpacks to far more than it is, before that much is written")
    func refusesBombs() {
        let bomb = ZIPMaker.zip(.init("a.txt", [UInt8](repeating: 0, count: 30_000_000)))
        #expect(bomb.count < 100_000)
        #expect(refusal([.init(name: "a.txt", bytes: bomb)]) == .limit(.unpackRatio))
        var limits = EnvelopeLimits.standard
        limits.unpackRatio = .max
        limits.attachmentBytes = 1_000_000
        #expect(refusal([.init(name: "a.txt", bytes: bomb)], limits) == .limit(.attachmentBytes))
    }

    @Test("that is a broken ZIP is kept as it is, with a warning")
    func keepsBrokenZIPs() throws {
        var random = Seeded(state: 3)
        let zip = ZIPMaker.zip(.init("a.txt", random.bytes(1000)))
        var damaged = zip
        damaged[500] ^= 1
        for broken in [Array(zip[..<600]), damaged, Array(zip[..<4])] {
            let envelope = try read([.init(name: "a.txt", type: nil, bytes: broken)])
            #expect(envelope.warnings == [.notUnpacked(attachment: 1)])
            #expect(try bytes(envelope.attachments.first) == broken)
            #expect(folder.files == ["1"])
            try FileManager.default.removeItem(atPath: folder.path + "/1")
        }
    }

    @Test("is refused if it is a program, also inside a ZIP, or a page for a browser under another name")
    func refusesPrograms() {
        let program = Array("MZ".utf8) + [0x90, 0, 3, 0, 0, 0]
        let page = Array("\n<!DOCTYPE html><script>alert(1)</script>".utf8)
        let elf: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1]
        #expect(refusal([.init(bytes: program)]) == .type(attachment: 1, .executable))
        #expect(
            refusal([.init(name: "a.txt", bytes: ZIPMaker.zip(.init("x", elf)))]) == .type(attachment: 1, .executable))
        #expect(refusal([.init(bytes: pdf), .init(bytes: page)]) == .type(attachment: 2, .html))
        #expect(refusal([.init(type: "text/html; charset=utf-8", bytes: pdf)]) == .type(attachment: 1, .html))
    }

    @Test("is accepted if it is text that begins like a program")
    func acceptsText() throws {
        let attachment = try read([.init(name: "a.txt", type: nil, bytes: Array("MZ;tên;số\n".utf8))]).attachments.first
        #expect(attachment?.mediaType == .text)
    }

    @Test("that was damaged before it was sent is marked, not refused")
    func marksDamage() throws {
        let damaged = Array(String(decoding: pdf, as: UTF8.self).utf8)
        let envelope = try read([.init(bytes: damaged), .init(bytes: pdf)])
        #expect(envelope.attachments.map(\.isDamaged) == [true, false])
        #expect(envelope.warnings == [.damaged(attachment: 1)])
        #expect(envelope.attachments.map(\.mediaType) == [.pdf, .pdf])
    }

    @Test("of another type than declared is accepted with a warning")
    func warnsOfTypes() throws {
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let envelope = try read([
            .init(type: "application/pdf", bytes: png), .init(type: "application/docx", bytes: pdf),
        ])
        #expect(
            envelope.warnings == [
                .typeDiffers(attachment: 1, declared: "application/pdf", found: .png),
                .typeDiffers(attachment: 2, declared: "application/docx", found: .pdf),
            ])
    }

    @Test("must have content")
    func mustHaveContent() {
        var empty = Draft.File()
        for text in ["", " \n ", "<![CDATA[]]>"] {
            empty.base64 = text
            #expect(refusal([.init(), empty]) == .attachmentEmpty(attachment: 2))
        }
        let missing = { (draft: inout Draft) in
            draft.manifest = "</edXMLEnvelope><AttachmentEncoded><Attachment/></AttachmentEncoded><edXMLEnvelope2>"
        }
        guard case .malformed = refusal([], .standard, missing) else {
            Issue.record("accepted")
            return
        }
    }

    @Test("is one of the manifest's, by identifier, name or place")
    func isInTheManifest() throws {
        let manifest = { (references: String) in
            { (draft: inout Draft) in
                draft.manifest = "<edXMLBody><Manifest>\(references)</Manifest></edXMLBody>"
            }
        }
        let reference = { (inner: String) in "<Reference>\(inner)</Reference>" }
        var files = [Draft.File(name: "một.pdf"), Draft.File(name: "hai.pdf")]
        files[1].id = "2"
        let crossed =
            reference("<ContentId>cid:2</ContentId><Description>B</Description>")
            + reference("<ContentId>1</ContentId><Description>A</Description>")
        #expect(try read(files, .standard, manifest(crossed)).attachments.map(\.description) == ["A", "B"])

        files[0].id = nil
        files[1].id = nil
        try? FileManager.default.removeItem(atPath: folder.path + "/1")
        try? FileManager.default.removeItem(atPath: folder.path + "/2")
        let named = reference("<AttachmentName>hai.pdf</AttachmentName>") + reference("<ContentId>x</ContentId>")
        let envelope = try read(files, .standard, manifest(named))
        #expect(envelope.attachments.map(\.contentID) == ["x", nil])
        try? FileManager.default.removeItem(atPath: folder.path + "/1")
        try? FileManager.default.removeItem(atPath: folder.path + "/2")

        #expect(
            refusal([.init()], .standard, manifest(reference("<ContentId>cid:9</ContentId>")))
                == .manifest(contentID: "9"))
        let linked = "<Reference xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='cid:1'/>"
        #expect(try read([.init()], .standard, manifest(linked)).warnings.isEmpty)
        try? FileManager.default.removeItem(atPath: folder.path + "/1")
        #expect(try read([.init()], .standard, manifest("")).warnings == [.notInManifest(attachment: 1)])
    }

    @Test("may not be one too many, nor too large")
    func limits() {
        var limits = EnvelopeLimits.standard
        limits.attachments = 2
        #expect(refusal([.init(), .init(), .init()], limits) == .limit(.attachments))
        limits.attachmentBytes = 14
        #expect(refusal([.init()], limits) == .limit(.attachmentBytes))
        limits.attachmentBytes = 15
        limits.totalAttachmentBytes = 29
        #expect(refusal([.init(), .init()], limits) == .limit(.totalAttachmentBytes))
    }

    @Test("never overwrites a file, nor follows a link")
    func neverOverwrites() throws {
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path + "/other"))
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/1", withDestinationPath: "other")
        let error = #expect(throws: ExchangeError.self) { try read([.init()]) }
        #expect(error?.verdict == "storage")
        #expect(try String(contentsOfFile: folder.path + "/other", encoding: .utf8) == "mine")
    }

    @Test("stays where the reader put it only if the envelope is read to its end")
    func isRemoved() throws {
        do {
            var stream = EnvelopeReader().stream(attachmentsInto: folder.path)
            let bytes = Draft(files: [.init(bytes: [UInt8](repeating: 7, count: 400_000))]).bytes.dropLast(20)
            try stream.feed(bytes.span)
            #expect(folder.files == ["1"])
        }
        #expect(folder.files.isEmpty)
        #expect(throws: ExchangeError.self) {
            try EnvelopeReader().read(file: folder.path + "/none", attachmentsInto: folder.path)
        }
    }

    @Test(
        "of any length is decoded as it comes: 64 MB in one line, or 6 MB wrapped", arguments: [(0, 1024), (76, 100)])
    func large(lineLength: Int, blocks: Int) throws {
        var random = Seeded(state: 1)
        let block = random.bytes(48 * 1024)
        var line = Array(Data(block).base64EncodedString().utf8)
        if lineLength > 0 {
            line = stride(from: 0, to: line.count, by: lineLength).flatMap {
                line[$0..<min($0 + lineLength, line.count)] + [UInt8(ascii: "\n")]
            }
        }
        var file = Draft.File()
        file.base64 = "|"
        let parts = Draft(files: [file]).text.split(separator: "|").map { Array($0.utf8) }
        let (before, after) = (parts[0], parts[1])
        var stream = EnvelopeReader().stream(attachmentsInto: folder.path)
        try stream.feed(before.span)
        for _ in 0..<blocks { try stream.feed(line.span) }
        try stream.feed(after.span)
        let attachment = try #require(try stream.finish().attachments.first)
        #expect(attachment.size == Int64(block.count * blocks))
        let handle = try #require(FileHandle(forReadingAtPath: attachment.file))
        for _ in 0..<blocks { #expect(try handle.read(upToCount: block.count) == Data(block)) }
    }
}
