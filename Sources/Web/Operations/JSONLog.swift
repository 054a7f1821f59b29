import Foundation
public import Logging

/// Writes log lines as JSON objects to standard error, for production.
///
/// A line is one write, so lines of several threads never mix.
public struct JSONLog: LogHandler {
    public var logLevel = Logger.Level.info
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    private let label: String

    public init(label: String) { self.label = label }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        line(for: event).withUnsafeBytes { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// What is written, with its line end.
    func line(for event: LogEvent) -> [UInt8] {
        var object: [String: JSON] = [:]
        for (key, value) in self.metadata { object[key] = .string("\(value)") }
        for (key, value) in metadataProvider?.get() ?? [:] { object[key] = .string("\(value)") }
        for (key, value) in event.metadata ?? [:] { object[key] = .string("\(value)") }
        object["at"] = .string(Instant.text(Date()))
        object["level"] = .string(event.level.rawValue)
        object["message"] = .string("\(event.message)")
        object["logger"] = .string(label)
        return JSON.object(object).bytes + [UInt8(ascii: "\n")]
    }
}
