/// Why the trail does not reach its collector.
public enum ShippingFault: Error, Sendable, Equatable {
    /// No collector is set.
    case noCollector
    /// The settings name a file that is no certificate or key.
    case badFile(String)
    /// The collector cannot be reached, or is not who it should be.
    case away(String)
    /// A sealed entry is none that this program writes: the log's files are damaged.
    case unreadable(log: Int, place: Int)

    /// What whoever runs the office is told.
    public var sentence: String {
        switch self {
        case .noCollector: "There is no collector: set trail.collector."
        case .badFile(let path): "The file \(path) cannot be read, or holds no certificate or key (PEM)."
        case .away(let why): "The collector does not take the trail: \(why)"
        case .unreadable(let log, let place):
            "Entry \(place) of log \(log) is damaged; “congvan audit verify” says more. Nothing after it is sent."
        }
    }
}
