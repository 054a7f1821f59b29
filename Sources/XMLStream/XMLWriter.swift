import Glibc

/// Writes an XML document piece by piece to a file descriptor, through a small buffer.
///
/// It keeps the document well-formed: texts and attributes are escaped, characters that XML cannot hold are refused,
/// prefixes must be declared, and every element is closed by its own name. Names come from the program and never from
/// outside. A document of any length needs the same small memory.
public struct XMLWriter: ~Copyable {
    private let descriptor: Int32
    private let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 64 * 1024)
    private var filled = 0
    private var open: [Open] = []

    private struct Open {
        let name: String
        /// The prefixes that its tag declares.
        var prefixes: [String] = []
        var hasElements = false
        var hasText = false
    }

    /// A writer to a descriptor that the caller opened and closes.
    public init(to descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { buffer.deallocate() }

    /// Writes `<?xml version="1.0" encoding="UTF-8"?>`.
    public mutating func declaration() throws(XMLWriteError) {
        try put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
    }

    /// Begins an element, such as `edXML:From`, on a line of its own unless text stands around it.
    public mutating func start(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:]
    ) throws(XMLWriteError) {
        var element = Open(name: name)
        for (name, _) in attributes where name.hasPrefix("xmlns:") {
            element.prefixes.append(String(name.dropFirst(6)))
        }
        if open.last?.hasText != true { try line(depth: open.count) }
        if !open.isEmpty { open[open.count - 1].hasElements = true }
        open.append(element)
        try check(name)
        try put("<")
        try put(name)
        for (name, value) in attributes {
            if !name.hasPrefix("xmlns") { try check(name) }
            try put(" ")
            try put(name)
            try put("=\"")
            try escape(value, isAttribute: true)
            try put("\"")
        }
        try put(">")
    }

    /// Writes text in the element that is open.
    public mutating func text(_ text: String) throws(XMLWriteError) {
        if !open.isEmpty { open[open.count - 1].hasText = true }
        try escape(text, isAttribute: false)
    }

    /// Writes text that needs no escaping, such as base64, at the speed of copying it.
    public mutating func text(plain bytes: Span<UInt8>) throws(XMLWriteError) {
        if !open.isEmpty { open[open.count - 1].hasText = true }
        try bytes.withUnsafeBufferPointer { bytes throws(XMLWriteError) in
            let end = bytes.endOfPlain(from: 0)
            guard end == bytes.count else { throw .byte(bytes[end]) }
            try put(bytes)
        }
    }

    /// Ends the element that is open.
    public mutating func end() throws(XMLWriteError) {
        guard let element = open.popLast() else { throw .unbalanced }
        if element.hasElements, !element.hasText { try line(depth: open.count) }
        try put("</")
        try put(element.name)
        try put(">")
    }

    /// Writes what is still in the buffer; every element must have ended.
    public mutating func finish() throws(XMLWriteError) {
        guard open.isEmpty else { throw .unbalanced }
        try put("\n")
        try flush()
    }

    private func check(_ name: String) throws(XMLWriteError) {
        guard let colon = name.firstIndex(of: ":") else { return }
        let prefix = name[..<colon]
        guard prefix == "xml" || open.contains(where: { $0.prefixes.contains { $0 == prefix } }) else {
            throw .undeclaredPrefix(String(prefix))
        }
    }

    private mutating func line(depth: Int) throws(XMLWriteError) {
        try put("\n" + String(repeating: "  ", count: depth))
    }

    private mutating func escape(_ text: String, isAttribute: Bool) throws(XMLWriteError) {
        guard text.utf8.contains(where: { Self.mustBeLookedAt($0) }) else { return try put(text) }
        var rest = text[...]
        for index in text.unicodeScalars.indices {
            guard let replacement = try Self.replacement(text.unicodeScalars[index], isAttribute) else { continue }
            try put(String(rest[..<index]))
            try put(replacement)
            rest = text[text.unicodeScalars.index(after: index)...]
        }
        try put(String(rest))
    }

    /// Controls, marks, and the first byte of U+FFFE and U+FFFF.
    private static func mustBeLookedAt(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<0x20, UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), 0x7F, 0xEF: true
        default: false
        }
    }

    private static func replacement(_ scalar: Unicode.Scalar, _ isAttribute: Bool) throws(XMLWriteError) -> String? {
        switch scalar {
        case "&": return "&amp;"
        case "<": return "&lt;"
        // Only `]]>` must not stand in a text; who writes every one cannot forget that.
        case ">": return "&gt;"
        // A reader would make a line feed of it.
        case "\r": return "&#13;"
        case "\"": return isAttribute ? "&quot;" : nil
        case "\n": return isAttribute ? "&#10;" : nil
        case "\t": return isAttribute ? "&#9;" : nil
        default:
            guard scalar.value >= 0x20, scalar.value != 0xFFFE, scalar.value != 0xFFFF else { throw .scalar(scalar) }
            return nil
        }
    }

    private mutating func put(_ text: String) throws(XMLWriteError) {
        try Array(text.utf8).withUnsafeBufferPointer { bytes throws(XMLWriteError) in try put(bytes) }
    }

    private mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLWriteError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            if filled == buffer.count { try flush() }
            let count = min(rest.count, buffer.count - filled)
            _ = UnsafeMutableBufferPointer(rebasing: buffer[filled..<(filled + count)])
                .update(fromContentsOf: rest.prefix(count))
            filled += count
            rest = rest.dropFirst(count)
        }
    }

    private mutating func flush() throws(XMLWriteError) {
        var written = 0
        while written < filled {
            let count = write(
                descriptor, UnsafeMutableBufferPointer(rebasing: buffer[written..<filled]).baseAddress, filled - written
            )
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .system(errno) }
            written += count
        }
        filled = 0
    }
}
