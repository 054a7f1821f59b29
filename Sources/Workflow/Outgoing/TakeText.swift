import Foundation
import Records

extension Workflow {
    /// The text of a draft, from the file that somebody uploaded: looked through, and made a PDF where it is a Word file.
    ///
    /// The `note` says what is different in it, in the drafter's words.
    ///
    /// - Throws: ``WorkflowError/fileRefused(_:)`` with what to take out; ``PaperToolFault``.
    public func outgoingText(of file: ReceivedFile, note: String = "") async throws -> OutgoingText {
        let path = store.path(of: file.digest)
        switch file.mediaType {
        case "application/pdf":
            _ = try await PDFCheck.pages(of: path)
            return OutgoingText(file, note: note)
        // What a ZIP holds is looked at before anything is made of it.
        case "application/zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document":
            let name = String(file.name.prefix { $0 != "." }) + ".pdf"
            var text = try await made(named: name) { try await converter.convert(path, to: $0) }
            text = OutgoingText(file, pdf: text.file, note: note)
            return text
        default:
            throw WorkflowError.fileRefused(
                Phrase(
                    "Dự thảo phải là tệp DOCX hoặc PDF. Tệp khác hãy gửi ở mục “Tài liệu kèm theo”.",
                    "A draft is a DOCX or PDF. Give other files as files that go with it."))
        }
    }
}
