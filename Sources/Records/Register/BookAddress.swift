/// Which of an agency's books is meant, as addresses and the command line write it (quyển sổ).
///
/// `7` is the register with that number, `7-follow-up` how its documents are dealt with; `posting` and `archive` are the
/// agency's only books of their kind.
public enum BookAddress: Sendable, Hashable, LosslessStringConvertible {
    /// A register of documents: incoming, outgoing or of copies.
    case register(Int)
    /// Sổ theo dõi giải quyết văn bản đến, of a register of incoming documents.
    case followUp(Int)
    /// Sổ gửi văn bản đi bưu điện.
    case posting
    /// Sổ sử dụng bản lưu.
    case archive

    private static let following = "-follow-up"

    public init?(_ text: String) {
        switch text {
        case "posting": self = .posting
        case "archive": self = .archive
        default:
            let follows = text.hasSuffix(Self.following)
            let digits = follows ? String(text.dropLast(Self.following.count)) : text
            guard digits.allSatisfy({ ("0"..."9").contains($0) }), let id = Int(digits), id > 0 else { return nil }
            self = follows ? .followUp(id) : .register(id)
        }
    }

    public var description: String {
        switch self {
        case .register(let id): "\(id)"
        case .followUp(let id): "\(id)\(Self.following)"
        case .posting: "posting"
        case .archive: "archive"
        }
    }

    /// The register that it is, or follows; none for the books without numbers of their own.
    public var register: Int? {
        switch self {
        case .register(let id), .followUp(let id): id
        case .posting, .archive: nil
        }
    }
}
