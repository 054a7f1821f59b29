import CZlib

/// Packs one file into a ZIP with nothing else in it, as it is read.
///
/// It is written by hand because the readers of peers are particular: Java's takes an entry whose size comes after it
/// only if it is deflated, and libarchive stores what it cannot deflate.
struct ZIPEncoder: ~Copyable {
    private let name: [UInt8]
    private let stream: UnsafeMutablePointer<z_stream>
    private let output = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 64 * 1024)
    private var checksum: UInt = 0
    private var packed: UInt64 = 0
    private var unpacked: UInt64 = 0
    private var isStoring = false

    /// What takes the ZIP's bytes as they come.
    typealias Sink = (Span<UInt8>) throws(ExchangeError) -> Void

    /// A ZIP whose entry has this ASCII name.
    init(entry name: String) throws(ExchangeError) {
        self.name = Array(name.utf8)
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // A negative window means deflate without a header of its own.
        let status = deflateInit2_(
            stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw ExchangeError(.storage("zlib \(status)")) }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
        output.deallocate()
    }

    /// Writes what stands before the data; once, and first.
    func begin(_ sink: Sink) throws(ExchangeError) {
        try sink(header(0x0403_4B50, versions: [20]).span)
    }

    mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, _ sink: Sink) throws(ExchangeError) {
        checksum = crc32(checksum, bytes.baseAddress, UInt32(bytes.count))
        unpacked += UInt64(bytes.count)
        stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
        stream.pointee.avail_in = UInt32(bytes.count)
        try run(sink) { deflate($0, Z_NO_FLUSH) }
        if unpacked > 512 * 1024 { try chooseLevel(sink) }
    }

    /// Stores for a while what packs too well, or hardly.
    ///
    /// The first looks like a bomb to a careful reader, ours too; the second, pictures and office documents, is not worth
    /// the time.
    private mutating func chooseLevel(_ sink: Sink) throws(ExchangeError) {
        let shouldStore = unpacked > packed * 50 || packed * 100 > unpacked * 97
        guard shouldStore != isStoring else { return }
        isStoring = shouldStore
        let level = shouldStore ? Z_NO_COMPRESSION : Z_DEFAULT_COMPRESSION
        try run(sink) { deflateParams($0, level, Z_DEFAULT_STRATEGY) }
    }

    /// Writes the end of the entry and the directory.
    mutating func finish(_ sink: Sink) throws(ExchangeError) {
        stream.pointee.avail_in = 0
        try run(sink) { deflate($0, Z_FINISH) }
        let sizes = [UInt32(truncatingIfNeeded: checksum), UInt32(packed), UInt32(unpacked)].flatMap(Self.bytes)
        let directory = header(0x0201_4B50, versions: [20, 20])
        let start = UInt32(header(0x0403_4B50, versions: [20]).count + 16) + UInt32(packed)
        let counts: [UInt16] = [0, 0, 1, 1]
        let end = Self.bytes(UInt32(0x0605_4B50)) + counts.flatMap(Self.bytes) + Self.bytes(UInt32(directory.count))
        try sink((Self.bytes(UInt32(0x0807_4B50)) + sizes + directory + end + Self.bytes(start) + [0, 0]).span)
    }

    /// The entry's header in front of it, or in the directory: there the sizes are known.
    private func header(_ signature: UInt32, versions: [UInt16]) -> [UInt8] {
        let isDirectory = versions.count > 1
        // Sizes follow the data, names are UTF-8; deflated; midnight of 1 January 1980, for the time is nobody's business.
        let fields: [UInt16] = versions + [0x0808, 8, 0, 0x21]
        let sizes: [UInt32] =
            isDirectory ? [UInt32(truncatingIfNeeded: checksum), UInt32(packed), UInt32(unpacked)] : [0, 0, 0]
        let rest: [UInt16] = [UInt16(name.count), 0] + (isDirectory ? [0, 0, 0, 0, 0, 0, 0] : [])
        return Self.bytes(signature) + fields.flatMap(Self.bytes) + sizes.flatMap(Self.bytes) + rest.flatMap(Self.bytes)
            + name
    }

    /// Calls zlib until it has nothing more to give.
    private mutating func run(
        _ sink: Sink, _ call: (UnsafeMutablePointer<z_stream>) -> Int32
    ) throws(ExchangeError) {
        while true {
            stream.pointee.next_out = output.baseAddress
            stream.pointee.avail_out = UInt32(output.count)
            let status = call(stream)
            guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
                throw ExchangeError(.storage("zlib \(status)"))
            }
            let count = output.count - Int(stream.pointee.avail_out)
            packed += UInt64(count)
            try sink(UnsafeBufferPointer(rebasing: output[..<count]).span)
            guard stream.pointee.avail_out == 0, status != Z_STREAM_END else { return }
        }
    }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func bytes(_ number: UInt16) -> [UInt8] { [UInt8(truncatingIfNeeded: number), UInt8(number >> 8)] }
}
