extension Workflow {
    /// The filter of a query, with the digests of the words that are asked for.
    ///
    /// Words that nobody can have searched for lead to nothing, never to everything.
    public func filter(of query: TrailQuery) -> TrailFilter {
        var filter = query.filter
        if !query.words.isEmpty { filter.sought = digests(ofSought: query.words) }
        return filter
    }

    /// The digests that searching for these words would leave. None are kept yet, so that none are found.
    private func digests(ofSought text: String) -> [String] { ["-"] }
}
