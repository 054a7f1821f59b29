/// Why a parcel did not get through.
public enum TransportFault: Sendable, Hashable {
    /// There is no connection, or it broke.
    case unreachable(String)
    case tooSlow(seconds: Int64)
    case answerTooLong(bytes: Int)
    /// The answer is not what the interface says.
    case answerMalformed
    /// An HTTP status that the interface does not know.
    case status(Int)
    /// The peer says no, with its own code and words.
    case peer(code: String, text: String, isFinal: Bool)
    /// The peer does not accept our system id, secret, key or certificate.
    case credentials
    /// The address is none of an HTTPS server.
    case address
    /// The peer's name leads to an address inside, and the administrator did not allow that (chống SSRF).
    case internalAddress
    /// The certificate or key of our own, or the peer's roots, cannot be read.
    case ownCertificate
    case tooLarge(limit: Int64)
    /// The bytes are not those whose SHA-256 was named.
    case damaged
    /// The parcel waits no longer, or never did.
    case gone
    /// This id was used for other bytes.
    case idTaken
    /// The parcel has no proper id, digest or size.
    case badParcel
    /// Too much waits in the spool folder: nobody carries it away.
    case spoolFull
    /// A request is not signed as RFC 9421 and our profile have it.
    case unsigned(String)
    /// An upload does not go on from where it stands.
    case otherOffset(Int64)

    /// Whether the same parcel would be refused again.
    ///
    /// What an administrator can put right (addresses, keys) is not final: the parcel is as good as before then.
    public var isFinal: Bool {
        switch self {
        case .peer(_, _, let isFinal): isFinal
        case .tooLarge, .idTaken, .badParcel: true
        case .unreachable, .tooSlow, .answerTooLong, .answerMalformed, .status, .credentials, .address,
            .internalAddress, .ownCertificate, .damaged, .gone, .spoolFull, .unsigned, .otherOffset:
            false
        }
    }

    /// One word for the kind, the same for good.
    var verdict: String {
        switch self {
        case .unreachable: "unreachable"
        case .tooSlow: "too-slow"
        case .answerTooLong: "answer-too-long"
        case .answerMalformed: "answer-malformed"
        case .status: "status"
        case .peer: "peer-refused"
        case .credentials: "credentials"
        case .address: "address"
        case .internalAddress: "internal-address"
        case .ownCertificate: "own-certificate"
        case .tooLarge: "too-large"
        case .damaged: "damaged"
        case .gone: "gone"
        case .idTaken: "id-taken"
        case .badParcel: "bad-parcel"
        case .spoolFull: "spool-full"
        case .unsigned: "unsigned"
        case .otherOffset: "other-offset"
        }
    }
}
