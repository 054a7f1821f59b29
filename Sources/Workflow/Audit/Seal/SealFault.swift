/// Why the trail is not sealed: something is not as it was when it was signed.
public enum SealFault: Error, Sendable, Equatable {
    /// The database has less than what was signed: it was put back to an earlier state, or a backup took its place.
    case wentBack(signed: Int, found: Int)
    /// What the database has is not what was signed at this size.
    case differs(size: Int)
    /// The log in the database has another name than the key.
    case otherLog(String)
    /// A tile of the log is neither in the folder nor can be made from the database.
    case missing(String)

    /// Whether the database is not the one whose trail was signed.
    public var isFork: Bool {
        switch self {
        case .wentBack, .differs: true
        case .otherLog, .missing: false
        }
    }

    /// What whoever runs the office is told.
    public var sentence: String {
        switch self {
        case .wentBack(let signed, let found):
            "The database went back: \(signed) events were signed, of which it seals \(found). Nothing is signed over it."
        case .differs(let size): "The first \(size) events of the database are not those that were signed."
        case .otherLog(let origin):
            "The trail in this database is sealed as “\(origin)”, with another key than the folder's."
        case .missing(let path): "The log's file \(path) is missing."
        }
    }
}
