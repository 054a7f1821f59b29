import CLibXML2

/// One parse: counts what libxml2 reports against the limits and hands it to the consumer.
final class Session<Handler: XMLHandler>: ParserEvents {
    private struct Open {
        var text: XMLText
        /// Where the element's own text begins in `collected`.
        var textStart: Int
        var namespaces: Int
    }

    var handler: Handler
    private(set) var failure: Handler.Failure?
    /// How far libxml2 is behind because of text that it was not given.
    var shift = Shift()
    private(set) var hasRoot = false
    /// Whether there is nothing more to come: what libxml2 then misses is not there.
    var isFinishing = false

    private let limits: XMLLimits
    private var open: [Open] = []
    /// The texts of all open elements, each after its parent's: a child's is removed at its end.
    private var collected: [UInt8] = []
    private var namespaces = 0
    private var elements = 0
    private var totalText = 0
    private var lastNamespace: (address: UnsafePointer<UInt8>, text: String)?

    init(_ handler: Handler, limits: XMLLimits) {
        self.handler = handler
        self.limits = limits
    }

    /// Whether text that comes now goes straight to the consumer.
    var isStreaming: Bool { open.last?.text == .streamed }

    /// Where libxml2 stands in the document.
    private var position: Position { shift.applied(to: parserPosition) }

    override func refuse(_ refusal: Refusal, at place: Position?) {
        guard failure == nil else { return }
        let place = place ?? position
        var refusal = refusal
        if isFinishing, refusal.kind == .malformed, !hasRoot || !open.isEmpty {
            refusal.message = "the document ends before it is complete"
        }
        failure = handler.failure(
            XMLError(refusal.kind, refusal.message, line: place.line, column: place.column, offset: place.offset))
    }

    override func refuseParsed(_ refusal: Refusal, at place: Position) {
        refuse(refusal, at: shift.applied(to: place))
    }

    override func start(_ name: push_name, _ attributes: UnsafeRawPointer?, count: Int, namespaces declared: Int)
        -> Bool
    {
        attempt { () throws(Stop) in
            try countElement(name, attributes: count, namespaces: declared)
            let element = XMLElement(
                try self.name(name), attributes: try self.attributes(attributes, count: count), line: position.line)
            do throws(Handler.Failure) {
                let text = try handler.start(element)
                open.append(Open(text: text, textStart: collected.count, namespaces: declared))
                hasRoot = true
            } catch { throw .handler(error) }
        }
    }

    override func end() -> Bool {
        attempt { () throws(Stop) in
            guard let element = open.popLast() else { return }
            namespaces -= element.namespaces
            let text = String(decoding: collected[element.textStart...], as: UTF8.self)
            collected.removeSubrange(element.textStart...)
            do throws(Handler.Failure) { try handler.end(text: text) } catch { throw .handler(error) }
        }
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        attempt { () throws(Stop) in
            guard let element = open.last else { return }
            if element.text == .streamed {
                do throws(Handler.Failure) { try handler.text(bytes.span) } catch { throw .handler(error) }
                return
            }
            totalText += bytes.count
            guard totalText <= limits.totalText else {
                throw .limit(.totalText, "texts of more than \(limits.totalText) bytes together")
            }
            guard element.text == .collected else { return }
            guard collected.count - element.textStart + bytes.count <= limits.textLength else {
                throw .limit(.textLength, "a text of more than \(limits.textLength) bytes")
            }
            collected.append(contentsOf: bytes)
        }
    }

    private func countElement(_ name: push_name, attributes: Int, namespaces declared: Int) throws(Stop) {
        elements += 1
        namespaces += declared
        guard elements <= limits.elements else { throw .limit(.elements, "more than \(limits.elements) elements") }
        guard open.count < limits.depth else { throw .limit(.depth, "elements nested deeper than \(limits.depth)") }
        guard attributes <= limits.attributes else {
            throw .limit(.attributes, "an element with more than \(limits.attributes) attributes")
        }
        guard namespaces <= limits.namespaces else {
            throw .limit(.namespaces, "more than \(limits.namespaces) namespace declarations")
        }
    }

    private func attributes(_ attributes: UnsafeRawPointer?, count: Int) throws(Stop) -> [XMLAttribute] {
        guard let attributes, count > 0 else { return [] }
        var result: [XMLAttribute] = []
        result.reserveCapacity(count)
        for index in 0..<count {
            let attribute = push_parser_attribute(attributes, index)
            result.append(XMLAttribute(try name(attribute.name), attribute.value.attributeValue))
        }
        return result
    }

    private func name(_ name: push_name) throws(Stop) -> XMLName {
        guard name.prefix.count + name.local.count < limits.nameLength else {
            throw .limit(.nameLength, "a name of more than \(limits.nameLength) bytes")
        }
        return XMLName(name.local.string, namespace: namespace(name.uri))
    }

    /// libxml2 keeps each namespace once, at one address; nearly always it is the one of the element before.
    private func namespace(_ uri: push_text) -> String? {
        guard let address = uri.bytes else { return nil }
        if let lastNamespace, lastNamespace.address == address { return lastNamespace.text }
        lastNamespace = (address, uri.string)
        return lastNamespace?.text
    }

    private enum Stop: Error {
        case refusal(Refusal)
        case handler(Handler.Failure)

        static func limit(_ limit: XMLError.Limit, _ message: String) -> Stop { .refusal(.limit(limit, message)) }
    }

    /// Keeps the error, because it cannot be thrown through C, and answers whether to go on.
    private func attempt(_ body: () throws(Stop) -> Void) -> Bool {
        guard failure == nil else { return false }
        do throws(Stop) {
            try body()
            return true
        } catch {
            switch error {
            case .refusal(let refusal): refuse(refusal, at: nil)
            case .handler(let failure): self.failure = failure
            }
            return false
        }
    }
}

extension push_text {
    fileprivate var string: String { String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self) }

    /// Without a tree builder libxml2 leaves `&` in attributes written as `&#38;`.
    fileprivate var attributeValue: String { string.replacing("&#38;", with: "&") }
}
