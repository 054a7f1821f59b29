/// How the office makes its own documents (cấu hình văn bản đi).
public struct OutgoingConfiguration: Sendable {
    /// Whether somebody may approve what they drafted themselves.
    public var allowsOwnContent = false
    /// So many numbers may be set aside at a time; none where it is 0.
    public var mostReserved = 0
    /// So many people may sign a document, one after the other; those who initial it are not counted.
    public var mostSigners = 10
    /// What drafts begin from; none where the office has no templates.
    public var templates: TemplateFolder?
    /// The folder of the programs that print books and put marks on papers (deploy/pdf); nothing is printed without.
    public var programs: String?
    /// Where anybody may confirm issued documents, such as `https://vanphong.example.vn`; no QR code and no such page
    /// without.
    public var confirmationAddress: String?

    /// Whether PDFs of documents leave with the name of whoever takes them and the time on every page (hình mờ).
    public var watermark = false

    public init() {}
}

extension Workflow {
    /// So many people may sign a document.
    public var mostSigners: Int { configuration.outgoing.mostSigners }
}
