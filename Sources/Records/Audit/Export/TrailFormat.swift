/// How a line of the trail is written for another house's collector (định dạng xuất nhật ký).
///
/// Each event is one line in every format, whatever its texts hold: nobody can make a second event out of a line break
/// in the first.
public enum TrailFormat: String, Sendable, CaseIterable {
    /// JSON Lines with our own names, which loses nothing.
    case jsonLines = "jsonl"
    /// Syslog with structured data (RFC 5424).
    case rfc5424
    /// ArcSight's Common Event Format, version 0.
    case cef
    /// Open Cybersecurity Schema Framework, version 1.4.0.
    case ocsf
    /// Elastic Common Schema, version 8.11.0.
    case ecs

    /// The event as one line, without its end.
    public func line(_ event: ExportedEvent, from product: ExportingProduct) -> String {
        switch self {
        case .jsonLines: JSONLines.line(event)
        case .rfc5424: RFC5424.line(event, from: product)
        case .cef: CEF.line(event, from: product)
        case .ocsf: OCSF.line(event, from: product)
        case .ecs: ECS.line(event, from: product)
        }
    }
}
