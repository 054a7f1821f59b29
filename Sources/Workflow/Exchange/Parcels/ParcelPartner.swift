public import Crypto

/// An office that brings its envelopes itself (cơ quan liên thông trực tiếp), as the administrator set it up.
public struct ParcelPartner: Sendable {
    /// The peer's name in the configuration; rows name it so.
    public let peer: String
    /// The code of the agency here that it exchanges envelopes with (mã định danh).
    public let agency: String
    /// The code of its own agency: it brings no other's envelopes.
    public let code: String
    /// What its requests must be signed with.
    public let key: Curve25519.Signing.PublicKey

    public init(peer: String, agency: String, code: String, key: Curve25519.Signing.PublicKey) {
        self.peer = peer
        self.agency = agency
        self.code = code
        self.key = key
    }
}
