import Glibc
import TransparencyLog

/// Reads the sealed entries of a log one after the other, each bundle's file once.
struct EntryReader {
    private let folder: SealFolder
    /// So many entries of the log are read.
    private let size: Int
    private(set) var index: Int
    /// The bundle that is open, its bytes, and where its entries are in them.
    private var number = -1
    private var bundle: [UInt8] = []
    private var entries: [Range<Int>] = []

    init(_ folder: SealFolder, from index: Int, size: Int) {
        self.folder = folder
        self.size = size
        self.index = index
    }

    /// Lends the bytes of the next entry, without going on to the one after it.
    ///
    /// - Throws: ``TrailFinding/unsound(_:)`` where its bundle is missing or damaged.
    mutating func peek<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
        if index / Tile.fullWidth != number { try open(index / Tile.fullWidth) }
        let range = entries[index % Tile.fullWidth]
        return try bundle.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    /// Goes on to the entry after this one.
    mutating func skip() { index += 1 }

    private mutating func open(_ number: Int) throws {
        let needed = min(Tile.fullWidth, size - number * Tile.fullWidth)
        bundle = try folder.bundle(number, width: needed)
        entries.removeAll(keepingCapacity: true)
        var offset = 0
        while offset < bundle.count {
            let start = offset + 2
            guard start <= bundle.count else { break }
            offset = start + (Int(bundle[offset]) << 8 | Int(bundle[offset + 1]))
            guard offset <= bundle.count else { break }
            entries.append(start..<offset)
        }
        guard offset == bundle.count, (needed...Tile.fullWidth).contains(entries.count) else {
            throw TrailFinding.unsound(
                "The log's file \(try Tile(.entries, index: number, width: needed).path) is damaged.")
        }
        self.number = number
    }
}

extension SealFolder {
    /// The sealed texts of a range.
    func entries(_ range: Range<Int>) throws -> [[UInt8]] {
        var reader = EntryReader(self, from: range.lowerBound, size: range.upperBound)
        return try range.map { _ in
            defer { reader.skip() }
            return try reader.peek { Array($0) }
        }
    }

    /// The bytes of a bundle with at least so many entries.
    func bundle(_ index: Int, width: Int) throws -> [UInt8] {
        let tile = try Tile(.entries, index: index, width: width)
        guard let bytes = try wider(tile) else { throw TrailFinding.unsound(SealFault.missing(tile.path).sentence) }
        return bytes
    }

    /// The bytes of this tile or of a wider one, which the log may have by now; `nil` where there is neither.
    func wider(_ tile: Tile) throws -> [UInt8]? {
        for width in tile.width...Tile.fullWidth {
            if let bytes = try bytes(of: Tile(tile.kind, index: tile.index, width: width)) { return bytes }
        }
        return nil
    }

    /// The bytes of exactly this tile; `nil` where there is no such file.
    func bytes(of tile: Tile) throws -> [UInt8]? {
        let file = open("\(root)/\(tile.path)", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            guard errno == ENOENT || errno == ENOTDIR else { throw FileStore.failure() }
            return nil
        }
        defer { close(file) }
        var status = stat()
        let longest = Tile.fullWidth * (2 + Tile.longestEntry)
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= longest else {
            throw TrailFinding.unsound("The log's file \(tile.path) is none.")
        }
        return try [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
            while count < buffer.count {
                let got = Glibc.read(file, buffer.baseAddress?.advanced(by: count), buffer.count - count)
                guard got >= 0 || errno == EINTR else { throw FileStore.failure() }
                if got == 0 { break }
                count += max(0, got)
            }
        }
    }
}
