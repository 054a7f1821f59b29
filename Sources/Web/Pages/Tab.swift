/// One of the lists that a page shows in turn.
struct Tab: Sendable {
    let href: String
    let label: String
    /// How much waits there.
    let count: String?
    let isHere: Bool
}
