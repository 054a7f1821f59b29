import Exchange
import Foundation
import NIOPosix
import Records

/// Makes PDF of Word files, with LibreOffice.
///
/// LibreOffice reads a copy that was looked through (``WordFile``), under a profile that is made for this one document,
/// in a process with limits and, where the system allows it, without a network.
public struct DocumentConverter: Sendable {
    private let turnstile: Turnstile

    /// - Parameters:
    ///   - atOnce: how many documents are converted at the same time; each takes a processor and some 200 MB.
    ///   - waiting: how many may wait for that.
    public init(atOnce: Int = 2, waiting: Int = 20) { turnstile = Turnstile(atOnce: atOnce, waiting: waiting) }

    /// LibreOffice maps a gigabyte before it reads anything.
    private static let program = LimitedProgram(
        name: "soffice", memory: 3 << 30, fileBytes: 256 << 20, processorSeconds: 60, seconds: 120, isAlone: true)

    /// Writes the PDF of a Word file.
    ///
    /// - Throws: ``WorkflowError/fileRefused(_:)`` with what to take out; ``PaperToolFault``.
    public func convert(_ source: String, to target: String) async throws {
        try await turnstile.pass {
            try await WorkFolder.with { folder in
                try await WordFile(path: source).checkedCopy(to: folder + "/document.docx")
                try LibreOfficeProfile.write(to: folder + "/profile")
                let outcome = try await Self.program.run(
                    [
                        "--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault",
                        "-env:UserInstallation=file://\(folder)/profile", "--infilter=MS Word 2007 XML",
                        "--convert-to", "pdf:writer_pdf_Export", "--outdir", folder, folder + "/document.docx",
                    ], in: folder)
                guard outcome.status != 127 else { throw PaperToolFault.missing(program: "soffice") }
                // LibreOffice ends with 0 also where it could not read the document.
                guard outcome.status == 0, FileManager.default.fileExists(atPath: folder + "/document.pdf") else {
                    throw WorkflowError.fileRefused(Self.unreadable)
                }
                try Self.move(folder + "/document.pdf", to: target)
            }
        }
    }

    static func move(_ source: String, to target: String) throws {
        if FileManager.default.fileExists(atPath: target) { try FileManager.default.removeItem(atPath: target) }
        try FileManager.default.moveItem(atPath: source, toPath: target)
    }

    private static let unreadable = Phrase(
        "Không chuyển được tệp Word này sang PDF (tệp hỏng, hoặc quá lớn). Hãy tự lưu thành PDF rồi tải lên.",
        "This Word file cannot be made a PDF (damaged, or too large). Save it as PDF yourself and upload that.")
}

extension WordFile {
    /// Writes a copy that was looked through, on a thread that may wait for a disk.
    ///
    /// - Throws: ``WorkflowError/fileRefused(_:)`` with what to take out.
    func checkedCopy(
        to target: String, change: @escaping @Sendable (String, [UInt8]) throws -> [UInt8] = { $1 }
    ) async throws {
        do {
            try await NIOThreadPool.singleton.runIfActive { try copy(to: target, change: change) }
        } catch let fault as WordFault where fault != .notWritten {
            throw WorkflowError.fileRefused(fault.sentence)
        }
    }
}
