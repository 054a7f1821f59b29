import Foundation
import Records

extension Workflow {
    /// The filter of a query, with the digests of the words that are asked for.
    ///
    /// Each year's digests have a key of their own, so words are asked of one year: that in which the time ends which is
    /// asked for. Words that nobody can have searched for lead to nothing, never to everything.
    public func filter(of query: TrailQuery) throws -> TrailFilter {
        var filter = query.filter
        guard !query.words.isEmpty else { return filter }
        let year = filter.to.map { Day(in: $0.addingTimeInterval(-1)).year } ?? today.year
        filter.sought = try searchKeys.years.contains(year) ? searchKeys.digests(of: query.words, in: year) : []
        if filter.sought.isEmpty { filter.sought = ["-"] }
        if let first = Day(year: year, month: 1, day: 1) { filter.from = max(filter.from ?? first.start, first.start) }
        return filter
    }
}
