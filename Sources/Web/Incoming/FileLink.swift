import Records
import Workflow

/// A file of a document, to be opened.
struct FileLink: Sendable {
    let href: String
    let name: String
    let size: String
    let isDamaged: Bool

    init(_ attachment: AttachmentView, _ language: Language) {
        href = "/attachments/\(attachment.id)"
        name = attachment.name
        size = WrittenSize(attachment.size, language).text
        isDamaged = attachment.damaged
    }
}

/// The document itself, shown beside its page where the screen is wide enough.
struct Viewer: Sendable {
    /// The first of them, without the pictures of its pages and as wide as the frame.
    let source: String
    let files: [FileLink]
    let isMany: Bool

    private static let mediaTypes: Set = ["application/pdf", "image/png", "image/jpeg"]

    /// - Returns: `nil` where no file can be shown in a browser.
    init?(_ attachments: [AttachmentView], _ language: Language) {
        let shown = attachments.filter {
            $0.kind == .document && !$0.damaged && Self.mediaTypes.contains($0.mediaType)
        }
        guard let first = shown.first else { return nil }
        source = "/attachments/\(first.id)" + (first.isPDF ? "#navpanes=0&view=FitH" : "")
        files = shown.map { FileLink($0, language) }
        isMany = shown.count > 1
    }
}
