import Postgres

/// How many lines a page of a list has.
enum PageSize {
    static let lines = 30

    /// A page, and the one row too many that shows that there is another.
    ///
    /// Written out and not bound: of a limit that it does not know PostgreSQL expects a tenth of all rows, finds every
    /// other plan better, and so plans the statement anew each time it runs.
    static let limit: SQL = "LIMIT 31"
}

/// One page of a list, and where the next begins.
public struct Page<Item: Sendable>: Sendable {
    public let items: [Item]
    /// What to ask for the next page with; none after the last.
    public let next: Int?

    /// Cuts the one row too many that shows that there is another page.
    init(_ rows: [Item], cursor: (Item) -> Int) {
        items = Array(rows.prefix(PageSize.lines))
        next = rows.count > PageSize.lines ? items.last.map(cursor) : nil
    }

    init(items: [Item], next: Int?) {
        self.items = items
        self.next = next
    }
}
