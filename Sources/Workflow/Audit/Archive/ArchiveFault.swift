/// Why a month of the trail is not archived or left out (không lưu kho được).
public enum ArchiveFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The month is not over for as long as the trail must stay.
    case tooYoung(String, months: Int)
    /// Some of its events are not sealed yet, or are not as they were sealed.
    case notAsSealed(String)
    case nothingThere(String)
    /// A month that is not written as 2025-01.
    case noMonth(String)
    /// The archive is missing or is not what was written.
    case spoilt(String)
    /// The connection is not that of the database's owner.
    case notTheOwner
    /// The program that compresses failed.
    case compressor

    public var description: String {
        switch self {
        case .tooYoung(let month, let months):
            "\(month) is not over for \(months) months, as long as the trail must stay."
        case .notAsSealed(let month):
            "\(month) is not archived: some of its events are not sealed, or not as they were; run “congvan audit verify”."
        case .nothingThere(let month): "There are no events of \(month)."
        case .noMonth(let text): "“\(text)” is no month; write it as 2025-01."
        case .spoilt(let why): why
        case .notTheOwner: "Connect as the database's owner: no role of the service may take anything out of the trail."
        case .compressor: "zstd failed or is not installed."
        }
    }
}
