extension Tile {
    /// The tiles that a log of one size lacks and has at another, entries first and then level by level.
    ///
    /// The tiles between the two sizes that were partial are not among them: only those that a reader of the new size
    /// needs. They are made one by one, because there may be very many.
    ///
    /// - Throws: ``TransparencyError/sizeOutOfRange`` unless the new size is at least the old one and that at least 0.
    public static func added(from old: Int, to new: Int) throws(TransparencyError) -> some Sequence<Tile> {
        guard old >= 0, new >= old else { throw .sizeOutOfRange }
        return Kind.all.lazy.flatMap { kind in
            let (before, now) = (old >> kind.shift, new >> kind.shift)
            let indices = before == now ? 0..<0 : before / fullWidth..<(now - 1) / fullWidth + 1
            return indices.lazy.map { index in
                Tile(unchecked: kind, index: index, width: min(fullWidth, now - index * fullWidth))
            }
        }
    }
}
