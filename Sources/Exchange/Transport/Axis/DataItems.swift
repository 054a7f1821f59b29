/// Takes the objects of the list `data` out of a JSON object while it arrives, so that a list of a hundred thousand is never
/// whole in memory.
///
/// What is left is the object with an empty list in its place, which is short and read as JSON is.
struct DataItems {
    private enum Place {
        case around, list, item
    }

    private var place = Place.around
    private var depth = 0
    private var isText = false
    private var isEscaped = false
    private var isName = false
    private var isNameNext = false
    private var name: [UInt8] = []
    private var item: [UInt8] = []
    private var isFound = false
    /// The object without the list's items.
    private(set) var rest: [UInt8] = []

    /// Reads the next bytes.
    ///
    /// `limit` is how many bytes one item may have, and all that is around the list; `sink` takes an item's bytes.
    ///
    /// - Throws: ``ExchangeError`` where the list holds something else than objects, or too much.
    mutating func feed(
        _ bytes: UnsafeBufferPointer<UInt8>, limit: Int, _ sink: ([UInt8]) throws(ExchangeError) -> Void
    ) throws(ExchangeError) {
        for byte in bytes {
            switch place {
            case .around:
                guard rest.count < limit else { throw ExchangeError(.transport(.answerTooLong(bytes: limit))) }
                rest.append(byte)
                try around(byte)
            case .list: try between(byte)
            case .item:
                guard item.count < limit else { throw ExchangeError(.transport(.answerTooLong(bytes: limit))) }
                item.append(byte)
                if nests(byte), depth == 0 {
                    try sink(item)
                    place = .list
                }
            }
        }
    }

    private mutating func around(_ byte: UInt8) throws(ExchangeError) {
        let wasText = isText
        let isBracket = nests(byte)
        if wasText {
            if isText, isName, name.count < 64 { name.append(byte) }
        } else if isText {
            isName = depth == 1 && isNameNext
            if isName { name = [] }
            isNameNext = false
        } else if depth == 1, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "{") {
            isNameNext = true
        } else if isBracket, depth == 2, byte == UInt8(ascii: "["), name == Array("data".utf8) {
            guard !isFound else { throw ExchangeError(.transport(.answerMalformed)) }
            isFound = true
            place = .list
        }
    }

    private mutating func between(_ byte: UInt8) throws(ExchangeError) {
        switch byte {
        case UInt8(ascii: "{"):
            place = .item
            item = [byte]
            depth = 1
        case UInt8(ascii: "]"):
            rest.append(byte)
            place = .around
            depth = 1
        case UInt8(ascii: ","), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): return
        default: throw ExchangeError(.transport(.answerMalformed))
        }
    }

    /// Keeps count of brackets outside of texts.
    ///
    /// - Returns: whether the byte is a bracket.
    private mutating func nests(_ byte: UInt8) -> Bool {
        if isText {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isText = false
            }
            return false
        }
        switch byte {
        case UInt8(ascii: "\""): isText = true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            depth += 1
            return true
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            return true
        default: break
        }
        return false
    }
}
