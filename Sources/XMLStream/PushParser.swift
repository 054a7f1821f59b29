import CLibXML2

/// What libxml2 tells; a class, because C can only carry a pointer to it.
class ParserEvents {
    /// Set while there is a parser to speak of.
    fileprivate var parser: OpaquePointer?

    /// Where libxml2 stands.
    final var parserPosition: Position { parser.map { Position(push_parser_position($0)) } ?? Position() }

    func start(_ name: push_name, _ attributes: UnsafeRawPointer?, count: Int, namespaces: Int) -> Bool { true }
    func end() -> Bool { true }
    func text(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { true }
    /// A fault, where the document itself has it or else where libxml2 stands.
    func refuse(_ refusal: Refusal, at place: Position?) {}
    /// A fault that libxml2 found, where it thinks it stands.
    func refuseParsed(_ refusal: Refusal, at place: Position) {}
}

/// libxml2's push parser, set up so that it loads and expands nothing.
struct PushParser: ~Copyable {
    private let parser: OpaquePointer?
    private let sink: ParserEvents

    /// A parser that speaks to `sink`; if there is no memory for it, that is what it says.
    init(_ sink: ParserEvents, acceptsUndeclaredPrefixes: Bool) {
        let callbacks = push_callbacks(
            start: { events($0).start($1, $2, count: $3, namespaces: $4) },
            end: { events($0).end() },
            text: { events($0).text(UnsafeBufferPointer(start: $1, count: $2)) },
            doctype: { context in
                events(context).refuse(Refusal(.doctype, "a DOCTYPE, which is not accepted"), at: nil)
                return false
            },
            error: { context, code, message, position in
                events(context).refuseParsed(refusal(code, message), at: Position(position))
            })
        self.sink = sink
        parser = push_parser_create(callbacks, Unmanaged.passUnretained(sink).toOpaque(), acceptsUndeclaredPrefixes)
        sink.parser = parser
        if parser == nil { sink.refuse(.limit(.memory, "no memory is left for the document"), at: nil) }
    }

    deinit {
        sink.parser = nil
        if let parser { push_parser_free(parser) }
    }

    /// Parses the bytes, at most `slice` at a time.
    func feed(_ bytes: UnsafeBufferPointer<UInt8>, slice: Int = 64 * 1024) {
        guard let parser, var next = bytes.baseAddress else { return }
        var rest = bytes.count
        while rest > 0 {
            let count = min(rest, slice)
            push_parser_feed(parser, next, count)
            next += count
            rest -= count
        }
    }

    /// Whether the document ended as it should.
    func finish() -> Bool { parser.map { push_parser_finish($0) } ?? false }

    var hasUndeclaredPrefix: Bool { parser.map { push_parser_has_undeclared($0) } ?? false }

    /// Whether all that was fed is parsed.
    var isIdle: Bool { parser.map { push_parser_pending($0) == 0 } ?? false }
}

extension Position {
    fileprivate init(_ position: push_position) {
        self.init(line: Int(position.line), column: Int(position.column), offset: Int(position.offset))
    }
}

private func events(_ context: UnsafeMutableRawPointer) -> ParserEvents {
    Unmanaged<ParserEvents>.fromOpaque(context).takeUnretainedValue()
}

private func refusal(_ code: Int32, _ message: UnsafePointer<CChar>?) -> Refusal {
    let text = message.map { String(cString: $0) } ?? "not well-formed"
    // libxml2 puts names from the document into its messages: one short line of printable characters, no more.
    let line = String(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) }.prefix(200))
    // Some messages begin with the name of the function in libxml2.
    let words = line.hasPrefix("xml") ? line.drop { $0 != ":" }.drop { $0 == ":" } : line[...]
    // And one names a line, which is libxml2's and not the document's.
    let trimmed = words.replacing(#/ line \d+/#, with: "").split(separator: " ").joined(separator: " ")
    return switch code {
    case 2: .limit(.memory, "no memory is left for the document")
    case 99, 200...299: Refusal(.namespace, trimmed)
    default: Refusal(.malformed, trimmed)
    }
}
