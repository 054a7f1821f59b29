/// The first bytes of a document, looked at before anything else: they decide how all the others are read.
struct Opening {
    private let leadingLimit: Int
    /// What has arrived so far.
    private(set) var bytes: [UInt8] = []
    /// Where the document itself begins, once that is known.
    private(set) var start: Int?
    /// How many bytes, other than a byte order mark, came before it.
    private(set) var leadingBytes = 0

    init(leadingLimit: Int) {
        self.leadingLimit = leadingLimit
    }

    mutating func take(_ more: UnsafeBufferPointer<UInt8>) throws(Refusal) {
        bytes.append(contentsOf: more)
        if bytes.count >= 4 { try decide(isLast: false) }
    }

    mutating func finish() throws(Refusal) {
        if start == nil { try decide(isLast: true) }
    }

    private mutating func decide(isLast: Bool) throws(Refusal) {
        if let encoding = foreignEncoding {
            throw Refusal(.encoding, "the document is \(encoding); only UTF-8 is read")
        }
        let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard leadingLimit > 0 else {
            start = mark
            return
        }
        if let first = bytes[mark...].prefix(leadingLimit + 1).firstIndex(of: UInt8(ascii: "<")) {
            start = first
            leadingBytes = first - mark
        } else if isLast || bytes.count - mark > leadingLimit {
            start = mark
        }
    }

    /// The encodings that a first character of `<` or a byte order mark betrays (XML 1.0, appendix F).
    private var foreignEncoding: String? {
        let signatures: [(bytes: [UInt8], name: String)] = [
            ([0x00, 0x00, 0xFE, 0xFF], "UTF-32"), ([0xFF, 0xFE, 0x00, 0x00], "UTF-32"),
            ([0x00, 0x00, 0x00, 0x3C], "UTF-32"), ([0x3C, 0x00, 0x00, 0x00], "UTF-32"),
            ([0xFE, 0xFF], "UTF-16"), ([0xFF, 0xFE], "UTF-16"), ([0x00, 0x3C], "UTF-16"), ([0x3C, 0x00], "UTF-16"),
            ([0x4C, 0x6F, 0xA7, 0x94], "EBCDIC"),
        ]
        return signatures.first { bytes.starts(with: $0.bytes) }?.name
    }
}
