public import Exchange

/// A way by which an agency here exchanges envelopes with others (kênh liên thông), as the administrator set it up.
public struct ExchangePeer: Sendable {
    /// Its name in the configuration; rows name it so.
    public let name: String
    /// The code of the agency here whose envelopes it carries (mã định danh).
    public let agency: String
    public let transport: any Transport

    public init(name: String, agency: String, transport: any Transport) {
        self.name = name
        self.agency = agency
        self.transport = transport
    }
}
