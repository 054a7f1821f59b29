import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("The file store")
struct FileStoreTests {
    private func files(in office: TestOffice) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: office.folder).filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: office.folder + "/" + path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    @Test("keeps bytes under their SHA-256, in a folder that only its owner may enter")
    func keeps() async throws {
        try await withOffice { office in
            let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let upload = try office.workflow.beginFile(named: "Tờ trình.bin")
            for start in stride(from: 0, to: bytes.count, by: 7919) {
                try bytes[start..<min(start + 7919, bytes.count)].withUnsafeBytes { try upload.write($0) }
            }
            let file = try upload.finish()
            let digest = try await office.sha256(bytes)
            #expect(file.digest == digest && file.size == bytes.count && file.name == "Tờ trình.bin")
            let name = file.digest.map { String(format: "%02x", $0) }.joined()
            #expect(try files(in: office) == ["\(name.prefix(2))/\(name)"])
            #expect(try Array(Data(contentsOf: URL(filePath: "\(office.folder)/\(name.prefix(2))/\(name)"))) == bytes)
            let mode = try FileManager.default.attributesOfItem(atPath: office.folder)[.posixPermissions] as? Int
            #expect(mode == 0o700)
        }
    }

    @Test("keeps the same bytes once, whatever their name")
    func once() async throws {
        try await withOffice { office in
            let first = try office.file("a.txt", [1, 2, 3]), second = try office.file("b.txt", [1, 2, 3])
            #expect(first.digest == second.digest && first != second)
            #expect(try files(in: office).count == 1)
            let people = try await People(office)
            _ = try await office.workflow.registerIncoming(
                Registration(details: details(), files: [first, second]), by: people.clerk)
            #expect(try await office.count("SELECT count(*) AS n FROM stored_file") == 1)
            #expect(try await office.count("SELECT count(*) AS n FROM attachment") == 2)
        }
    }

    @Test("has nothing of an upload that was given up, was empty, too large or a program")
    func leavesNothing() async throws {
        try await withOffice({ $0.largestFile = 1000 }) { office in
            let flow = office.workflow
            do {
                let upload = try flow.beginFile(named: "a")
                try [UInt8](repeating: 1, count: 500).withUnsafeBytes { try upload.write($0) }
                #expect(try files(in: office).count == 1)
            }
            #expect(try files(in: office).isEmpty, "let go of, it is gone")
            let abandoned = try flow.beginFile(named: "a")
            abandoned.abandon()
            abandoned.abandon()
            #expect(await refusal { try office.file("a.txt", []) } == "file-refused")
            #expect(await refusal { try office.file("a.txt", Array(repeating: 1, count: 1001)) } == "too-large")
            #expect(try office.file("a.txt", Array(repeating: 1, count: 1000)).size == 1000)
            #expect(
                await refusal {
                    try office.file("a.pdf", Array("MZ\u{90}\u{0}".utf8) + Array(repeating: 0, count: 200))
                } == "file-refused")
            #expect(
                await refusal { try office.file("a.pdf", [0x7F] + Array("ELF".utf8) + Array(repeating: 0, count: 60)) }
                    == "file-refused")
            #expect(try files(in: office).count == 1)
        }
    }

    @Test("tells what a file is by its bytes, not by its name")
    func types() async throws {
        try await withOffice { office in
            let files: [(String, [UInt8], String)] = [
                ("a.exe.txt", Array("%PDF-1.7\n".utf8), "application/pdf"), ("a.pdf", Array("chữ".utf8), "text/plain"),
                ("a.pdf", Array("<html><script>".utf8), "text/html"),
                ("a", [0x89] + Array("PNG\r\n\u{1A}\n".utf8), "image/png"),
                ("a.png", Array("<svg xmlns='http://www.w3.org/2000/svg'>".utf8), "image/svg+xml"),
            ]
            for (name, bytes, type) in files {
                let file = try office.file(name, bytes)
                #expect(file.mediaType == type)
            }
        }
    }

    @Test("never uses a name as a path, and shows it neutralised")
    func names() async throws {
        try await withOffice { office in
            for (given, shown) in [
                ("../../etc/passwd", "__._etc_passwd"), ("a\r\nX: y.pdf", "a__X_ y.pdf"), ("", "tep-1"),
                ("Vie\u{302}\u{323}t.txt", "Việt.txt"),
            ] {
                let file = try office.file(given, Array("a".utf8))
                #expect(file.name == shown)
            }
            #expect(try files(in: office).count == 1)
            #expect(!FileManager.default.fileExists(atPath: office.folder + "/../etc"))
        }
    }

    @Test("opens a file for who may see its document, and gives its digest")
    func opens() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let file = try office.file("a.txt", Array("nội dung".utf8))
            let id = try await office.workflow.registerIncoming(
                Registration(details: details(), files: [file]), by: people.clerk
            ).document
            let attachment = try #require(try await office.workflow.incoming(id, by: people.clerk).attachments.first)
            let opened = try await office.workflow.openFile(attachment.id, by: people.leader)
            #expect(
                opened.digest == file.digest && opened.name == "a.txt" && opened.mediaType == "text/plain"
                    && opened.size == file.size)
            #expect(try String(contentsOfFile: opened.path, encoding: .utf8) == "nội dung")
            #expect(
                await refusal { try await office.workflow.openFile(attachment.id, by: people.specialistA) }
                    == "not-found")
            #expect(await refusal { try await office.workflow.openFile(999_999, by: people.clerk) } == "not-found")
            #expect(!attachment.isPDF && !attachment.damaged)
        }
    }

    @Test("refuses to start on a folder that it cannot make or write")
    func unusable() async throws {
        try await withOffice { office in
            #expect(throws: WorkflowError.self) {
                try Workflow(.init(conninfo: office.conninfo, files: "/proc/none/files"))
            }
            let file = office.folder + "/a-file"
            #expect(FileManager.default.createFile(atPath: file, contents: nil))
            #expect(throws: WorkflowError.self) { try Workflow(.init(conninfo: office.conninfo, files: file)) }
        }
    }
}
