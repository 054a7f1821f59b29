/// One page of a list, and where the next begins.
public struct Page<Item: Sendable>: Sendable {
    public let items: [Item]
    /// What to ask for the next page with; none after the last.
    public let next: Int?

    /// Cuts the one row too many that shows that there is another page.
    init(_ rows: [Item], size: Int, cursor: (Item) -> Int) {
        items = Array(rows.prefix(size))
        next = rows.count > size ? items.last.map(cursor) : nil
    }

    init(items: [Item], next: Int?) {
        self.items = items
        self.next = next
    }
}
