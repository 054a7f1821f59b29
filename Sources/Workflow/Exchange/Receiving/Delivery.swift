/// What a peer delivered, durable in the store (gói tin đã tải về).
public struct Delivery: Sendable {
    /// The peer's name in the configuration.
    public let peer: String
    /// What the peer calls it.
    public let messageID: String
    /// Whose it is as the transport vouches, where it does: an envelope that says otherwise is forged.
    public let sender: String?
    public let file: ReceivedFile
    /// From where it was brought, where somebody brought it.
    public let origin: Origin

    public init(
        peer: String, messageID: String, sender: String?, file: ReceivedFile,
        origin: Origin = Origin(channel: .service, source: nil)
    ) {
        self.peer = peer
        self.messageID = messageID
        self.sender = sender
        self.file = file
        self.origin = origin
    }
}

/// What became of a delivery: the same, however often the same is delivered (biên nhận).
public struct Receipt: Sendable, Hashable, Codable {
    /// What it is kept as, where it is an envelope about a document.
    public var intake: Int?
    /// What it is kept as, where it is a status.
    public var status: Int?
    /// Why it cannot be used, by its name for programs; empty where it can.
    public var fault = ""
}
