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
    /// Transactions are counted from a lower number than before: a dump was put into another cluster.
    case countsAnew
    /// A log was opened that the database does not know of: it was put back to before.
    case laterLog(Int)
    /// Somebody asks for the next log, and nothing is wrong with this one.
    case unbroken

    /// Whether the database is not the one whose trail was signed.
    public var isFork: Bool {
        switch self {
        case .wentBack, .differs, .countsAnew, .laterLog: true
        case .otherLog, .missing, .unbroken: false
        }
    }

    /// What whoever runs the office is told.
    public var sentence: String {
        switch self {
        case .wentBack(let signed, let found):
            "The database went back: \(signed) events were signed, of which it seals \(found). Nothing is signed over it."
                + Self.advice
        case .differs(let size):
            "The first \(size) events of the database are not those that were signed." + Self.advice
        case .otherLog(let origin):
            "The trail in this database is sealed as “\(origin)”, with another key than the folder's."
        case .missing(let path): "The log's file \(path) is missing."
        case .countsAnew:
            "The database was restored into a cluster that counts transactions from a lower number: what is new would "
                + "come to stand before what is sealed." + Self.advice
        case .laterLog(let log):
            "The database went back: log \(log) was opened, of which it does not know." + Self.advice
        case .unbroken:
            "Nothing is wrong with the log: the database has what was published. To open another all the same, say so."
        }
    }

    private static let advice = " If that is meant to be, open the next log: “congvan audit open-log”."
}
