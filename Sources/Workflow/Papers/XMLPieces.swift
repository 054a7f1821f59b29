/// The XML of a part of a Word file as a row of tags and texts, to change some texts and leave every other byte as it is.
///
/// It was parsed by ``XMLReader`` before, so it is well-formed, UTF-8 and without a DOCTYPE.
struct XMLPieces {
    enum Piece: Equatable {
        /// A tag, comment or other markup, as it stands.
        case tag(String)
        /// Text between tags, as it stands.
        case text(String)

        var written: String {
            switch self {
            case .tag(let text), .text(let text): text
            }
        }
    }

    private(set) var pieces: [Piece] = []

    init(_ bytes: [UInt8]) {
        var place = 0
        while place < bytes.count {
            let start = place
            if bytes[place] == UInt8(ascii: "<") {
                place = Self.endOfMarkup(bytes, place)
                pieces.append(.tag(String(decoding: bytes[start..<place], as: UTF8.self)))
            } else {
                place = bytes[place...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
                pieces.append(.text(String(decoding: bytes[start..<place], as: UTF8.self)))
            }
        }
    }

    private static func endOfMarkup(_ bytes: [UInt8], _ start: Int) -> Int {
        func begins(_ text: StaticString, at place: Int) -> Bool {
            place + text.utf8CodeUnitCount <= bytes.count
                && text.withUTF8Buffer { buffer in buffer.indices.allSatisfy { buffer[$0] == bytes[place + $0] } }
        }
        func end(_ text: StaticString) -> Int {
            var place = start
            while place < bytes.count, !begins(text, at: place) { place += 1 }
            return min(place + text.utf8CodeUnitCount, bytes.count)
        }
        if begins("<!--", at: start) { return end("-->") }
        if begins("<![CDATA[", at: start) { return end("]]>") }
        if begins("<?", at: start) { return end("?>") }
        var quote: UInt8?
        for place in start..<bytes.count {
            switch (quote, bytes[place]) {
            case (nil, UInt8(ascii: ">")): return place + 1
            case (nil, UInt8(ascii: "\"")), (nil, UInt8(ascii: "'")): quote = bytes[place]
            case (let open?, let byte) where open == byte: quote = nil
            default: break
            }
        }
        return bytes.count
    }

    /// What an element is called, with its prefix; whether it begins, ends or does both.
    static func name(of tag: String) -> (name: Substring, isEnd: Bool, isEmpty: Bool) {
        let isEnd = tag.hasPrefix("</")
        let rest = tag.dropFirst(isEnd ? 2 : 1)
        return (rest.prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" }, isEnd, tag.hasSuffix("/>"))
    }

    /// Text as XML writes it; characters that XML cannot hold become blanks.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\t": escaped += "\t"
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// What a written text says.
    static func unescaped(_ text: String) -> String {
        guard text.contains("&") else { return text }
        return text.replacing(#/&(?:(lt|gt|quot|apos|amp)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));/#) { match -> String in
            if let name = match.output.1 {
                return ["lt": "<", "gt": ">", "quot": "\"", "apos": "'"][String(name)] ?? "&"
            }
            let number = match.output.2.flatMap { UInt32($0) } ?? match.output.3.flatMap { UInt32($0, radix: 16) }
            return number.flatMap { Unicode.Scalar($0) }.map { String($0) } ?? ""
        }
    }
}
