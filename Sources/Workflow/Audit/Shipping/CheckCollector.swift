import Postgres
import Records

/// A check of a collector on its way: what it wrote is handed over, then the result is asked for.
public struct CollectorChecking {
    let workflow: Workflow
    let caller: Caller
    let check: CollectorCheck
    /// Takes what the collector wrote.
    public var lines: CollectedLines

    /// What is missing; a gap is on record before it is told.
    public func finish() async throws -> CollectorReport {
        let report = check.finish()
        guard !report.isWhole else { return report }
        let (missing, gaps) = (report.missing, report.gaps)
        var event = AuditEvent(.trailGap, on: .trail, detail: ["missing": "\(missing)", "gaps": "\(gaps.count)"])
        if let first = gaps.first, let last = gaps.last {
            event.detail["first"] = "\(first.log)/\(first.places.lowerBound)"
            event.detail["last"] = "\(last.log)/\(last.places.upperBound)"
        }
        try await workflow.looks.submit([Look(event: event, caller: caller)])
        return report
    }
}

extension Workflow {
    /// Compares what the collector wrote with what was sealed and sent (đối chiếu nhật ký với máy thu).
    ///
    /// `from` is the first place in the log that is asked for, from 1: older files may be kept elsewhere.
    ///
    /// - Throws: ``ShippingFault/noCollector``
    public func checkCollector(from: Int = 1, by caller: Caller) async throws -> CollectorChecking {
        guard let collector = configuration.trail.collector else { throw ShippingFault.noCollector }
        let attempt = AuditEvent(.trailVerified, on: .trail, detail: ["of": "collector"])
        let folder = configuration.sealFolder
        // What is asked for was sent before anybody began to read.
        let sizes = try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            let sent = try transaction.shipped(to: collector.name)
            var sizes = [sent.log: sent.size]
            for log in 1..<max(1, sent.log) {
                sizes[log] = try transaction.sealedSize(of: log, in: try SealFolder(root: folder, log: log))
            }
            return Audited(sizes, attempt)
        }
        let folders = try Dictionary(uniqueKeysWithValues: sizes.keys.map { ($0, try sealFolder(of: $0)) })
        let check = CollectorCheck(sizes, in: folders, from: max(1, from))
        return CollectorChecking(
            workflow: self, caller: caller, check: check, lines: CollectedLines { try check.take($0) })
    }

    /// The numbers of the events whose lines are missing, in the order of the log, a bundle at a time.
    ///
    /// The first entry of a log that follows another is no event and has none.
    public func events(in gap: CollectorReport.Gap, _ each: ([Int]) throws -> Void) throws {
        for range in gap.bundles {
            try each(try sealFolder(of: gap.log).entries(range).compactMap { SealedEvent.id(in: $0) })
        }
    }

    /// Sends exactly these lines to the collector again (gửi lại dòng còn thiếu).
    ///
    /// - Throws: ``ShippingFault``
    public func backfill(_ gaps: [CollectorReport.Gap], by caller: Caller) async throws {
        guard let collector = configuration.trail.collector else { throw ShippingFault.noCollector }
        let attempt = AuditEvent(.trailShipped, on: .trail)
        let _: Bool = try await look(attempt, by: caller) { _ in
            try AccessRule.require(.exportTrail, of: caller.officer.roles)
            return Audited(true, attempt)
        }
        let connection = try await CollectorConnection(to: collector)
        do {
            try await send(gaps, over: connection)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
        var done = attempt
        done.detail["rows"] = "\(gaps.reduce(0) { $0 + $1.places.count })"
        try await looks.submit([Look(event: done, caller: caller)])
    }

    private func send(_ gaps: [CollectorReport.Gap], over connection: CollectorConnection) async throws {
        let line = ShippedLine()
        for gap in gaps {
            for range in gap.bundles {
                let entries = try sealFolder(of: gap.log).entries(range)
                try await connection.send(line.frames(of: entries, after: range.lowerBound, in: gap.log))
            }
        }
        try connection.requireOpen()
    }
}

extension CollectorReport.Gap {
    /// The entries, from 0, by the bundles that they are in.
    fileprivate var bundles: some Sequence<Range<Int>> {
        sequence(state: places.lowerBound - 1) { start in
            guard start < places.upperBound else { return nil }
            let end = min(places.upperBound, SealFolder.endOfBundle(after: start))
            defer { start = end }
            return start..<end
        }
    }
}
