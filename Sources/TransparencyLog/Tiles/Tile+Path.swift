extension Tile {
    /// The tile's path within the log, such as `tile/0/x001/x234/067.p/17`.
    public var path: String {
        var groups = [padded(index % 1000)]
        var rest = index / 1000
        while rest > 0 {
            groups.insert("x" + padded(rest % 1000), at: 0)
            rest /= 1000
        }
        let folder =
            switch kind {
            case .entries: "entries"
            case .hashes(let level): String(level)
            }
        return "tile/\(folder)/" + groups.joined(separator: "/") + (isFull ? "" : ".p/\(width)")
    }

    /// Reads a path, which must be written exactly as ``path`` writes it.
    ///
    /// - Throws: ``TransparencyError/malformedTilePath``, ``TransparencyError/noSuchTile``.
    public init(path: String) throws(TransparencyError) {
        // The longest path there is has fewer than 64 bytes.
        guard path.utf8.count <= 64, path.utf8.allSatisfy({ $0 < 0x80 }) else { throw .malformedTilePath }
        var parts = path.parts(at: "/")
        var width = Self.fullWidth
        if parts.count > 2, parts[parts.count - 2].hasSuffix(".p") {
            guard let partial = Int(decimal: parts.removeLast()) else { throw .malformedTilePath }
            width = partial
            parts[parts.count - 1].removeLast(2)
        }
        guard parts.count > 2, let kind = Kind(folder: parts[1]) else { throw .malformedTilePath }
        var index = 0
        for group in parts[2...] {
            guard let number = Int(group.drop { $0 == "x" }) else { throw .malformedTilePath }
            let (product, isTooLarge) = index.multipliedReportingOverflow(by: 1000)
            guard !isTooLarge, product <= Int.max - 1000, (0..<1000).contains(number) else { throw .noSuchTile }
            index = product + number
        }
        try self.init(kind, index: index, width: width)
        // What is left to check, such as three digits and no more groups than needed, shows when it is written again.
        guard self.path.utf8.elementsEqual(path.utf8) else { throw .malformedTilePath }
    }

    private func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 3 - digits.count) + digits
    }
}

extension Tile.Kind {
    fileprivate init?(folder: String) {
        if folder == "entries" {
            self = .entries
        } else if let level = Int(decimal: folder) {
            self = .hashes(level: level)
        } else {
            return nil
        }
    }
}
