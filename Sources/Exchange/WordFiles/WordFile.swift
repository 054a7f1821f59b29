import CArchive
import Glibc

/// A text document of Word (DOCX) that somebody brings: a ZIP of XML parts, looked through before any program opens it.
///
/// Nothing is ever opened as it came. Its parts are read by the directory of the ZIP, checked one by one and written into
/// a new ZIP, so that what was checked is what a program reads: two readers may understand the same strange ZIP differently.
public struct WordFile: Sendable {
    /// How much of it is read before it is refused.
    public struct Limits: Sendable {
        public var parts = 2000
        /// Bytes of all parts, unpacked.
        public var unpackedBytes = 160 << 20
        /// Bytes of one XML part; they are held in memory.
        public var xmlBytes = 32 << 20
        /// How much longer than the file the parts may be, beyond ``freeBytes``: text packs to a tenth, a bomb to a thousandth.
        public var ratio = 100
        public var freeBytes = 4 << 20

        public init() {}
    }

    public let path: String

    public init(path: String) { self.path = path }

    /// Writes a copy that holds nothing dangerous, or says what has to be taken out.
    ///
    /// `change` may replace the bytes of an XML part by others; it is called with each, in their order. Blocks: call it
    /// on a thread that may wait for a disk.
    ///
    /// - Throws: ``WordFault``, and what `change` throws.
    public func copy(
        to target: String, limits: Limits = Limits(),
        change: (_ part: String, _ xml: [UInt8]) throws -> [UInt8] = { $1 }
    ) throws {
        guard let input = ZIP.open(path) else { throw WordFault.noWordFile }
        defer { archive_read_free(input) }
        let output = try WordWriter(target)
        var gauge = Gauge(limits: limits, fileBytes: fileBytes)
        var names: Set<String> = []
        var package = WordPackage()
        var entry: OpaquePointer?
        while true {
            let status = archive_read_next_header(input, &entry)
            if status == ARCHIVE_EOF { break }
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { throw WordFault.damaged }
            guard archive_entry_is_encrypted(entry) == 0 else { throw WordFault.encrypted }
            let name = try Self.partName(entry)
            // Folders are no parts.
            guard !name.hasSuffix("/") else { continue }
            guard names.insert(name.lowercased()).inserted else { throw WordFault.damaged }
            guard names.count <= limits.parts else { throw WordFault.tooLarge }
            try WordRules.check(name: name)
            if WordRules.isXML(name) {
                let bytes = try Self.bytes(of: input, most: limits.xmlBytes, &gauge)
                try WordRules.check(bytes, of: name, &package)
                try output.add(name, change(name, bytes))
            } else {
                package.add(unread: name)
                try output.add(name, from: input, declared: Int(archive_entry_size(entry)), &gauge)
            }
        }
        guard names.contains("[content_types].xml"), names.contains("word/document.xml") else {
            throw WordFault.noWordFile
        }
        try package.check()
        try output.finish()
    }

    private var fileBytes: Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// The name of a part, which must be one that cannot lead out of a folder.
    private static func partName(_ entry: OpaquePointer) throws -> String {
        guard let pointer = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry) else {
            throw WordFault.damaged
        }
        let name = String(cString: pointer)
        let isPlain = name.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\\") }
        let leadsOut = name.hasPrefix("/") || name.split(separator: "/").contains { $0 == ".." || $0 == "." }
        guard isPlain, !leadsOut, (1...255).contains(name.utf8.count) else { throw WordFault.damaged }
        return name
    }

    private static func bytes(of input: OpaquePointer, most: Int, _ gauge: inout Gauge) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try read(input, &gauge) { piece in
            guard bytes.count + piece.count <= most else { throw WordFault.tooLarge }
            bytes.append(contentsOf: piece)
        }
        return bytes
    }

    /// Unpacks the entry at which the archive stands, piece by piece.
    static func read(
        _ input: OpaquePointer, _ gauge: inout Gauge, _ take: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        try withUnsafeTemporaryAllocation(byteCount: 64 * 1024, alignment: 16) { buffer in
            while true {
                let count = archive_read_data(input, buffer.baseAddress, buffer.count)
                guard count >= 0 else { throw WordFault.damaged }
                guard count > 0 else { return }
                try gauge.count(count)
                try take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
        }
    }
}

/// Counts what comes out of a ZIP against what went in.
struct Gauge {
    let limits: WordFile.Limits
    let fileBytes: Int
    private var unpacked = 0

    init(limits: WordFile.Limits, fileBytes: Int) {
        self.limits = limits
        self.fileBytes = fileBytes
    }

    mutating func count(_ bytes: Int) throws {
        unpacked += bytes
        guard unpacked <= limits.unpackedBytes, unpacked <= limits.freeBytes + fileBytes * limits.ratio else {
            throw WordFault.tooLarge
        }
    }
}
