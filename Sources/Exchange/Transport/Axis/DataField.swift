/// Takes the text of `data` out of a JSON object while it arrives, so that an envelope is never whole in memory.
///
/// What is left is the object with an empty text in its place, which is short and read as JSON is.
struct DataField {
    private enum Text {
        case none, name, value, wanted
    }

    private var depth = 0
    private var text = Text.none
    private var escape: [UInt8] = []
    private var name: [UInt8] = []
    private var isNameNext = false
    /// The object without the text.
    private(set) var rest: [UInt8] = []
    /// Whether the text was there and has ended.
    private(set) var isFound = false

    /// Reads the next bytes.
    ///
    /// `sink` takes the text's characters, escapes resolved.
    ///
    /// - Throws: ``ExchangeError`` where there is a second such text, an escape that base64 has not, or too much besides.
    mutating func feed(
        _ bytes: UnsafeBufferPointer<UInt8>, limit: Int,
        _ sink: (UnsafeBufferPointer<UInt8>) throws(ExchangeError) -> Void
    ) throws(ExchangeError) {
        var index = 0
        while index < bytes.count {
            if text == .wanted, escape.isEmpty {
                let start = index
                while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\") {
                    index += 1
                }
                if index > start { try sink(UnsafeBufferPointer(rebasing: bytes[start..<index])) }
                guard index < bytes.count else { return }
            }
            let byte = bytes[index]
            index += 1
            if text == .wanted {
                try takeWanted(byte, sink)
            } else {
                guard rest.count < limit else { throw ExchangeError(.transport(.answerTooLong(bytes: limit))) }
                rest.append(byte)
                try step(byte)
            }
        }
    }

    private mutating func step(_ byte: UInt8) throws(ExchangeError) {
        if text != .none { return inText(byte) }
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            depth += 1
            isNameNext = depth == 1 && byte == UInt8(ascii: "{")
            if !isNameNext { name = [] }
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        case UInt8(ascii: ",") where depth == 1: isNameNext = true
        case UInt8(ascii: "\""):
            if depth == 1, isNameNext {
                name = []
                text = .name
                isNameNext = false
            } else if depth == 1, name == Array("data".utf8) {
                guard !isFound else { throw ExchangeError(.transport(.answerMalformed)) }
                text = .wanted
            } else {
                text = .value
            }
        default: break
        }
    }

    private mutating func inText(_ byte: UInt8) {
        if !escape.isEmpty {
            escape = []
        } else if byte == UInt8(ascii: "\\") {
            escape = [byte]
        } else if byte == UInt8(ascii: "\"") {
            text = .none
            return
        }
        if text == .name, name.count < 64 { name.append(byte) }
    }

    private mutating func takeWanted(
        _ byte: UInt8, _ sink: (UnsafeBufferPointer<UInt8>) throws(ExchangeError) -> Void
    ) throws(ExchangeError) {
        if escape.isEmpty, byte == UInt8(ascii: "\"") {
            text = .none
            isFound = true
            rest.append(byte)
            return
        }
        escape.append(byte)
        guard escape.count > 1 else { return }
        let character: UInt8
        switch (escape[1], escape.count) {
        case (UInt8(ascii: "/"), _): character = escape[1]
        case (UInt8(ascii: "n"), _), (UInt8(ascii: "r"), _), (UInt8(ascii: "t"), _): character = UInt8(ascii: " ")
        case (UInt8(ascii: "u"), 2..<6): return
        case (UInt8(ascii: "u"), _):
            let digits = String(decoding: escape[2...], as: UTF8.self)
            guard let code = UInt16(digits, radix: 16), code < 0x80 else {
                throw ExchangeError(.transport(.answerMalformed))
            }
            character = UInt8(code)
        default: throw ExchangeError(.transport(.answerMalformed))
        }
        escape = []
        // The pointer is good for the call, which is all it is used for.
        let one = [character]
        try one.withUnsafeBufferPointer(sink)
    }
}
