import XMLStream

/// Writes the fields of an envelope, and none that is empty.
struct FieldWriter: ~Copyable {
    var xml: XMLWriter
    let rules: EnvelopeWriter.Rules
    /// The elements that are open, without prefixes.
    private var path: [String] = []
    /// How many of them are written; the others wait for something to hold.
    private var begun = 0

    init(_ xml: consuming XMLWriter, rules: EnvelopeWriter.Rules) {
        self.xml = xml
        self.rules = rules
    }

    /// Writes an element with what the closure writes in it, unless that is nothing.
    mutating func group(
        _ name: String, _ body: (inout FieldWriter) throws(ExchangeError) -> Void
    ) throws(ExchangeError) {
        path.append(name)
        try body(&self)
        if begun == path.count {
            try attempt { (xml) throws(XMLWriteError) in try xml.end() }
            begun -= 1
        }
        path.removeLast()
    }

    /// Writes a text, if there is one, of at most so many characters.
    mutating func field(
        _ name: String, _ text: String?, most: Int? = nil, isRequired: Bool = false
    ) throws(ExchangeError) {
        let text = text?.trimmed ?? ""
        let place = (path.drop { $0 == "MessageHeader" } + [name]).joined(separator: "/")
        guard !text.isEmpty else {
            if isRequired, rules == .sending { throw ExchangeError(.field(place, .missing)) }
            return
        }
        let length = text.unicodeScalars.count
        if let most, length > most, rules == .sending {
            throw ExchangeError(.field(place, .tooLong(most: most, length: length)))
        }
        try begin()
        do throws(XMLWriteError) {
            try xml.start(Self.prefix + name)
            try xml.text(text)
            try xml.end()
        } catch {
            guard case .scalar(let scalar) = error else { throw ExchangeError(error) }
            throw ExchangeError(.field(place, .character(scalar)))
        }
    }

    mutating func field(
        _ name: String, _ number: Int?, most: Int? = nil, isRequired: Bool = false
    ) throws(ExchangeError) {
        try field(name, number.map(String.init), most: most, isRequired: isRequired)
    }

    /// Writes 0 or 1.
    mutating func field(_ name: String, _ flag: Bool?) throws(ExchangeError) {
        try field(name, flag.map { $0 ? "1" : "0" })
    }

    /// Calls the writer beneath, whose errors do not know that they are an envelope's.
    mutating func attempt(
        _ body: (inout XMLWriter) throws(XMLWriteError) -> Void
    ) throws(ExchangeError) {
        do throws(XMLWriteError) { try body(&xml) } catch { throw ExchangeError(error) }
    }

    private mutating func begin() throws(ExchangeError) {
        while begun < path.count {
            let name = path[begun]
            try attempt { (xml) throws(XMLWriteError) in try xml.start(Self.prefix + name) }
            begun += 1
        }
    }

    /// Other readers look for elements by their literal names, prefix and all.
    static var prefix: String { "edXML:" }
    static var namespace: String { "http://www.mic.gov.vn/TBT/QCVN_102_2016" }
}

extension ExchangeError {
    init(_ error: XMLWriteError) {
        self =
            switch error {
            case .system(let code): .storage(code)
            // Of what is written without a field's name, only the attributes of this list come from outside.
            case .scalar(let scalar): ExchangeError(.field("TraceHeaderList", .character(scalar)))
            case .byte, .undeclaredPrefix, .unbalanced: ExchangeError(.storage("\(error)"))
            }
    }
}
