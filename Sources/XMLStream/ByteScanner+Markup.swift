extension ByteScanner {
    /// Reads on to the end of the tag, comment, instruction or reference that is open.
    mutating func scanMarkup(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) throws(Refusal) -> Stretch {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            try check(byte, at: index)
            index += 1
            length += 1
            guard length <= limits.markupLength else {
                throw .limit(.markupLength, "a tag or comment of more than \(limits.markupLength) bytes")
            }
            try step(byte)
            if state == .text { break }
            if case .characterData = state { break }
        }
        return Stretch(kind: .other, end: index)
    }

    private mutating func step(_ byte: UInt8) throws(Refusal) {
        switch state {
        case .text, .characterData: break
        case .reference: try stepReference(byte)
        case .opened: stepOpened(byte)
        case .tag: try stepTag(byte)
        case .quoted(let quote): if byte == quote { state = .tag }
        case .exclamation: try stepExclamation(byte)
        case .commentOpening:
            guard byte == UInt8(ascii: "-") else { throw Self.unknownMarkup }
            state = .comment(dashes: 0)
        case .comment(let dashes): stepComment(byte, dashes)
        case .characterDataOpening(let matched): try stepCharacterDataOpening(byte, matched)
        case .instruction(let question): try stepInstruction(byte, question)
        }
    }

    private mutating func stepReference(_ byte: UInt8) throws(Refusal) {
        // libxml2 would wait for the `;` and keep everything up to it.
        guard length <= limits.nameLength else { throw Refusal(.malformed, "a “&” that begins no reference") }
        if byte == UInt8(ascii: ";") { state = .text }
    }

    private mutating func stepOpened(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "!"): state = .exclamation
        case UInt8(ascii: "?"):
            state = .instruction(question: false)
            if isFirst { declaration = Declaration() }
        case UInt8(ascii: ">"): state = .text
        default:
            state = .tag
            values = 0
        }
        isFirst = false
    }

    private mutating func stepTag(_ byte: UInt8) throws(Refusal) {
        switch byte {
        case UInt8(ascii: ">"): state = .text
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            state = .quoted(by: byte)
            values += 1
            guard values <= limits.attributes + limits.namespaces else {
                throw .limit(.attributes, "an element with more than \(limits.attributes) attributes")
            }
        default: break
        }
    }

    private mutating func stepExclamation(_ byte: UInt8) throws(Refusal) {
        switch byte {
        case UInt8(ascii: "-"): state = .commentOpening
        case UInt8(ascii: "["): state = .characterDataOpening(matched: 0)
        case UInt8(ascii: "D"): throw Refusal(.doctype, "a DOCTYPE, which is not accepted")
        default: throw Self.unknownMarkup
        }
    }

    private mutating func stepComment(_ byte: UInt8, _ dashes: Int) {
        switch byte {
        case UInt8(ascii: "-"): state = .comment(dashes: min(dashes + 1, 2))
        case UInt8(ascii: ">") where dashes == 2: state = .text
        default: state = .comment(dashes: 0)
        }
    }

    private mutating func stepCharacterDataOpening(_ byte: UInt8, _ matched: Int) throws(Refusal) {
        let rest: StaticString = "CDATA["
        guard byte == rest.utf8Start[matched] else { throw Self.unknownMarkup }
        let now = matched + 1
        state = now == rest.utf8CodeUnitCount ? .characterData(brackets: 0) : .characterDataOpening(matched: now)
    }

    private mutating func stepInstruction(_ byte: UInt8, _ question: Bool) throws(Refusal) {
        if question, byte == UInt8(ascii: ">") {
            try declaration?.checkEncoding()
            declaration = nil
            state = .text
            return
        }
        declaration?.bytes.append(byte)
        state = .instruction(question: byte == UInt8(ascii: "?"))
    }

    private static var unknownMarkup: Refusal { Refusal(.malformed, "a “<!” that begins neither comment nor CDATA") }
}
