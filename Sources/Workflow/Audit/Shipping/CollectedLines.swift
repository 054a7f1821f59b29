import Records

/// What a collector wrote, line by line, as it is read.
///
/// A line is held to ``longest`` bytes, of which none of ours has more: what somebody else sent to the collector may be
/// of any length, and is passed over.
public struct CollectedLines {
    static let longest = 1 << 16

    private var line: [UInt8] = []
    private var isTooLong = false
    private let take: ([UInt8]) throws -> Void

    init(_ take: @escaping ([UInt8]) throws -> Void) { self.take = take }

    /// The next bytes of a file.
    public mutating func append(_ bytes: some Collection<UInt8>) throws {
        var rest = Array(bytes)[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            add(rest[..<end])
            try endLine()
            rest = rest[(end + 1)...]
        }
        add(rest)
    }

    /// The file is over; its last line may have no end.
    public mutating func endFile() throws {
        if !line.isEmpty || isTooLong { try endLine() }
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>) {
        isTooLong = isTooLong || line.count + bytes.count > Self.longest
        if !isTooLong { line += bytes }
    }

    private mutating func endLine() throws {
        if !isTooLong { try take(line) } else { try take([]) }
        line.removeAll(keepingCapacity: true)
        isTooLong = false
    }
}
