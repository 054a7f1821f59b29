import Foundation
import Postgres
public import Records

extension Workflow {
    /// The trail (xuất nhật ký), newest first, in batches of any number: as CSV, or in a format that collectors read.
    ///
    /// The export is on record before its first line leaves, with its filter, and after its last, with its length.
    ///
    /// - Throws: the refusal, before there is anything to send.
    public func exportTrail(
        _ filter: TrailFilter, as format: TrailFormat? = nil, asking question: TrailQuestion? = nil, by caller: Caller
    ) async throws -> TrailExport {
        let detail = filter.detail.merging(["format": format?.rawValue ?? "csv"]) { $1 }
        let attempt = AuditEvent(.trailExported, on: .trail, asking: question, detail)
        let _: Bool = try await look(attempt, by: caller) { _ in
            try AccessRule.require(.exportTrail, of: caller.officer.roles)
            return Audited(true, attempt)
        }
        return TrailExport(workflow: self, filter: filter, format: format, caller: caller, attempt: attempt)
    }

    /// Writes the trail to a file or terminal.
    ///
    /// - Returns: how many events were written.
    public func exportTrail(
        _ filter: TrailFilter, as format: TrailFormat? = nil, by caller: Caller,
        to sink: @Sendable (String) async throws -> Void
    ) async throws -> Int {
        var lines = try await exportTrail(filter, as: format, by: caller).makeAsyncIterator()
        while let text = try await lines.next() { try await sink(text) }
        return lines.count
    }

    fileprivate func batch(_ filter: TrailFilter, after: TrailCursor?, by caller: Caller) async throws -> [TrailRow] {
        try await reports.read(prelude: Self.wall(caller.officer.agency)) { transaction in
            let filter = try transaction.resolve(filter, of: caller.officer.agency)
            return try transaction.rows(filter.page(of: caller.officer.agency, after: after, most: .batch)) {
                try TrailRow($0)
            }
        }
    }
}

/// An export on its way: its header, then batch after batch, read as fast as they are sent.
public struct TrailExport: AsyncSequence, Sendable {
    static let batchSize = 2000

    let workflow: Workflow
    let filter: TrailFilter
    let format: TrailFormat?
    let caller: Caller
    let attempt: AuditEvent

    public func makeAsyncIterator() -> Iterator { Iterator(export: self) }

    public struct Iterator: AsyncIteratorProtocol {
        private enum Stage {
            case header
            case rows(after: TrailCursor?)
            case end
        }

        let export: TrailExport
        private var stage = Stage.header
        /// How many events were given so far.
        public private(set) var count = 0

        private let line: (TrailRow) -> String

        init(export: TrailExport) {
            self.export = export
            guard let format = export.format else {
                line = TrailCSV.line
                return
            }
            let agency = export.caller.officer.agency
            line = { format.line(ExportedEvent($0, of: agency), from: .congvan) + "\n" }
        }

        public mutating func next() async throws -> String? {
            switch stage {
            case .header:
                stage = .rows(after: nil)
                return export.format == nil ? TrailCSV.header : ""
            case .rows(let after):
                let rows = try await export.workflow.batch(export.filter, after: after, by: export.caller)
                count += rows.count
                if let last = rows.last, rows.count == TrailExport.batchSize {
                    stage = .rows(after: TrailCursor(at: last.at, id: last.id))
                } else {
                    stage = .end
                }
                return rows.map(line).joined()
            case .end:
                try await conclude()
                return nil
            }
        }

        private func conclude() async throws {
            var done = export.attempt
            done.detail["rows"] = "\(count)"
            try await export.workflow.looks.submit([Look(event: done, caller: export.caller)])
        }
    }
}

extension ExportingProduct {
    /// This program, on this machine, in this process.
    static let congvan = ExportingProduct(
        version: Workflow.version, host: ProcessInfo.processInfo.hostName,
        process: Int(ProcessInfo.processInfo.processIdentifier))
}

extension ExportedEvent {
    fileprivate init(_ row: TrailRow, of agency: Agency.ID) {
        let kind = row.actorID == nil ? "service" : "user"
        self.init(
            row.action, at: row.at, outcome: row.outcome,
            by: Actor(kind: kind, id: row.actorID.map { "\($0)" }, roles: row.roles.map(\.rawValue)),
            on: Object(
                kind: row.objectKind, id: row.objectID.map { "\($0)" }, document: row.document.map { "\($0.id)" }))
        // Its place in the log would cost a count for each line; its number leads to the proof of its place.
        number = row.id
        reason = row.reason.isEmpty ? nil : row.reason
        self.agency = "\(agency)"
        session = row.session.isEmpty ? nil : row.session
        source = row.source?.contains("/") == true ? Source(network: row.source) : Source(ip: row.source)
        request = row.request?.uuidString.lowercased()
        detail = row.detail
    }
}

/// The trail as comma-separated values (RFC 4180), safe to open in a spreadsheet.
enum TrailCSV {
    static let header =
        "\u{FEFF}id,at,actor_id,actor,roles,channel,source,action,outcome,reason,object,object_id,number,detail\r\n"

    static func line(_ row: TrailRow) -> String {
        let number = row.document.map { "\($0.number)/\($0.year)" } ?? ""
        let detail = row.detail.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        let fields = [
            "\(row.id)", VietnamTime.written(row.at), row.actorID.map { "\($0)" } ?? "", row.actorName,
            row.roles.map(\.rawValue).joined(separator: " "), row.channel, row.source ?? "", row.action.rawValue,
            row.outcome.rawValue, row.reason, row.objectKind, row.objectID.map { "\($0)" } ?? "", number, detail,
        ]
        return fields.map(field).joined(separator: ",") + "\r\n"
    }

    /// A field in quotes where it needs them; what a spreadsheet would take for a formula gets an apostrophe (ASVS 1.2.10).
    static func field(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) { text = "'" + text }
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

/// Times as people in Vietnam read them, with the zone, so that nobody has to guess.
enum VietnamTime {
    static func written(_ instant: Date) -> String {
        let day = Day(in: instant)
        let seconds = instant.timeIntervalSince(day.start)
        let micro = Int(((seconds - seconds.rounded(.down)) * 1_000_000).rounded(.down))
        return "\(day)T\(instant.clock(seconds: true))." + String(format: "%06d+07:00", micro)
    }
}
