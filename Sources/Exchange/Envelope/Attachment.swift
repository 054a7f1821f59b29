/// A file that came in an envelope (tệp đính kèm).
public struct Attachment: Sendable, Codable, Equatable {
    /// The sender's name for it, made safe to show; never a path.
    public var name: String
    public var contentID: String?
    public var description: String?
    /// The name of a form's field, which the standard's own software may write.
    public var fieldName: String?
    /// What the sender says it is; wrong more often than not.
    public var declaredType: String?
    /// A second statement of its type, beside `declaredType`.
    public var mimeType: String?
    /// A third one, which only old senders write.
    public var format: String?
    /// What its first bytes say it is.
    public var mediaType: MediaType
    /// The path of the decoded bytes, under a name of ours.
    public var file: String
    /// Bytes of the decoded file.
    public var size: Int64
    /// Whether the file came out of a ZIP with nothing else in it, as senders wrap most kinds.
    public var wasZipped: Bool
    /// Whether its bytes went through a program that took them for text: it will not open.
    public var isDamaged: Bool

    /// A file to be sent, whose size and type are found out when it is written.
    public init(name: String, file: String, contentID: String? = nil) {
        self.name = name
        self.contentID = contentID
        self.file = file
        mediaType = .unknown
        size = 0
        wasZipped = false
        isDamaged = false
    }
}
