import Records

/// What a check of a collector came to (kết quả đối chiếu với máy thu).
public struct CollectorReport: Sendable {
    /// Lines of a log that the collector does not have, one after the other.
    public struct Gap: Sendable, Hashable {
        public let log: Int
        /// Places in the log, from 1.
        public let places: ClosedRange<Int>
    }

    /// So many of the log's entries were sent, and should be there.
    public internal(set) var expected = 0
    /// So many of them are there.
    public internal(set) var found = 0
    /// Lines that were there before: what was sent again after a connection broke.
    public internal(set) var repeated = 0
    /// Lines of ours by their form, which do not say what was sealed.
    public internal(set) var altered = 0
    /// Lines with places that were not sent.
    public internal(set) var beyond = 0
    /// Everything else: lines of others, lines that were cut.
    public internal(set) var others = 0
    public internal(set) var gaps: [Gap] = []

    public var isWhole: Bool { gaps.isEmpty }

    /// How many lines are missing.
    public var missing: Int { gaps.reduce(0) { $0 + $1.places.count } }
}

/// Compares what a collector wrote with what was sealed and sent, in memory for one bit a line.
final class CollectorCheck {
    private let folders: [Int: SealFolder]
    private let sizes: [Int: Int]
    private let from: Int
    private var seen: [Int: EntrySet] = [:]
    private var report = CollectorReport()
    private var bundle = Bundle(log: 0, start: 0, facts: [])
    private let line = ShippedLine()

    private struct Bundle {
        let log: Int
        let start: Int
        let facts: [[String: String]]
    }

    /// `sizes` says how many entries of each log were sent, and `from` the first place of each that is asked for.
    init(_ sizes: [Int: Int], in folders: [Int: SealFolder], from: Int) {
        self.sizes = sizes
        self.folders = folders
        self.from = from
        report.expected = sizes.values.reduce(0) { $0 + max(0, $1 - from + 1) }
    }

    func take(_ text: [UInt8]) throws {
        guard let line = CollectedLine(text) else { return report.others += 1 }
        guard let size = sizes[line.log], line.place <= size else { return report.beyond += 1 }
        guard line.place >= from else { return }
        guard try line.facts == facts(of: line.place, in: line.log) else { return report.altered += 1 }
        guard seen[line.log, default: EntrySet()].insert(line.place) else { return report.repeated += 1 }
        report.found += 1
    }

    func finish() -> CollectorReport {
        for (log, size) in sizes.sorted(by: { $0.key < $1.key }) where size >= from {
            let seen = seen[log] ?? EntrySet()
            var start: Int?
            for place in from...size {
                let isThere = seen.contains(place)
                if !isThere, start == nil { start = place }
                if isThere, let first = start {
                    report.gaps.append(.init(log: log, places: first...(place - 1)))
                    start = nil
                }
            }
            if let first = start { report.gaps.append(.init(log: log, places: first...size)) }
        }
        return report
    }

    /// What the line of a place must say; lines come in order mostly, so a bundle is read once.
    private func facts(of place: Int, in log: Int) throws -> [String: String] {
        let start = SealFolder.endOfBundle(after: place - 1) - SealFolder.endOfBundle(after: 0)
        if bundle.log != log || bundle.start != start {
            guard let folder = folders[log], let size = sizes[log] else { return [:] }
            let entries = try folder.entries(start..<min(size, SealFolder.endOfBundle(after: start)))
            let facts = try entries.enumerated().map { offset, entry in
                CollectedLine(try line.line(of: entry, at: start + offset + 1, in: log).utf8)?.facts ?? [:]
            }
            bundle = Bundle(log: log, start: start, facts: facts)
        }
        return bundle.facts[place - 1 - start]
    }
}
