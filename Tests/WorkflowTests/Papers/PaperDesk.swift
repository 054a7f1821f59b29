import Foundation
import Testing
import Workflow

/// A folder with papers for one test, and the tools that look at them.
final class PaperDesk: Sendable {
    let folder: String

    static let programs = TestData.repository.appending(path: "deploy/pdf").path
    static let templates = TestData.repository.appending(path: "config/templates").path

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "desk-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }

    @discardableResult
    func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        try Data(bytes).write(to: URL(filePath: path(name)))
        return path(name)
    }

    /// What a program prints; it must end well unless told.
    @discardableResult
    func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        // Of the system, as the service finds them.
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": folder]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(program) \(arguments)")
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text of a PDF, or of one of its pages.
    func text(_ pdf: String, page: Int? = nil) throws -> String {
        try run("pdftotext", ["-layout"] + (page.map { ["-f", "\($0)", "-l", "\($0)"] } ?? []) + [pdf, "-"])
    }

    func pages(_ pdf: String) throws -> Int? {
        try run("pdfinfo", [pdf]).firstMatch(of: #/Pages:\s+(\d+)/#).flatMap { Int($0.output.1) }
    }

    /// A PDF of so many pages, each with its number; pages may lie on their side.
    func pdf(_ name: String, pages: Int = 1, rotated: Int = 0, script: String = "") throws -> String {
        let source = """
            import pikepdf
            from pikepdf import Array, Dictionary, Name
            pdf = pikepdf.Pdf.new()
            font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
            for number in range(1, \(pages) + 1):
                content = pikepdf.Stream(pdf, f"BT /F 14 Tf 100 400 Td (Body of page {number}) Tj ET".encode())
                pdf.pages.append(pikepdf.Page(pdf.make_indirect(Dictionary(
                    Type=Name.Page, MediaBox=Array([0, 0, 595, 842]), Contents=content, Rotate=\(rotated),
                    Resources=Dictionary(Font=Dictionary(F=font))))))
            \(script)
            pdf.save("\(path(name))")
            """
        try write("make.py", source.utf8)
        try run("python3", ["-I", path("make.py")])
        return path(name)
    }
}
