import Foundation
import Records

/// Writes sealed entries as a collector takes them: a line of syslog for each, counted in octets (RFC 5425 §4.3).
struct ShippedLine: Sendable {
    /// The line of an entry, without its length.
    ///
    /// A `place` is counted from 1.
    ///
    /// - Throws: ``ShippingFault/unreadable(log:place:)``
    func line(of entry: [UInt8], at place: Int, in log: Int) throws -> String {
        guard var event = try event(entry, at: place, in: log) else {
            throw ShippingFault.unreadable(log: log, place: place)
        }
        event.index = place
        event.log = log > 1 ? log : nil
        return TrailFormat.rfc5424.line(event, from: .congvan)
    }

    /// `LENGTH LINE` for each of some entries.
    func frames(of entries: [[UInt8]], after size: Int, in log: Int) throws -> [UInt8] {
        var frames: [UInt8] = []
        for (offset, entry) in entries.enumerated() {
            let line = try line(of: entry, at: size + offset + 1, in: log).utf8
            frames += Array("\(line.count) ".utf8)
            frames += line
        }
        return frames
    }

    private func event(_ entry: [UInt8], at place: Int, in log: Int) throws -> ExportedEvent? {
        // The first entry of a log that follows another is no event: it tells that there is such a log.
        if log > 1, place == 1 {
            return ExportedEvent(
                .logOpened, at: Date(), by: .init(kind: "service", id: nil),
                on: .init(kind: AuditEvent.Object.trail.kind))
        }
        return SealedLeaf.read(entry)?.exported()
    }
}
