/// What is in a PDF, before anybody trusts it with anything.
public struct PaperFacts: Sendable, Hashable, Codable {
    /// What a page does not show, or what could show something else later.
    public enum Content: String, Sendable, Codable, CaseIterable {
        case javascript, launch, submit, xfa, embedded, media

        /// Whether a paper with it may not be signed.
        public var isActive: Bool {
            switch self {
            case .javascript, .launch, .submit, .xfa: true
            case .embedded, .media: false
            }
        }
    }

    public let bytes: Int
    public let pages: Int
    /// How often it was saved by adding to it.
    public let revisions: Int
    /// Width and height of each page, in points.
    public let sizes: [[Double]]
    public let contents: [Content]
    public let signatures: Int
    /// The signature fields that nobody has signed yet.
    public let fields: [String]
}
