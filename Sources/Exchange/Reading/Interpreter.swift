/// Makes an envelope of the elements that were read.
///
/// It refuses only what nobody could register: no sender, nothing to know the document by, codes and dates that are
/// none. Everything else that is unusual becomes a warning.
struct Interpreter {
    let limits: EnvelopeLimits
    let recipient: Set<String>?
    let files: AttachmentFolder
    private(set) var warnings: [Warning] = []

    init(limits: EnvelopeLimits, recipient: Set<String>?, files: AttachmentFolder) {
        self.limits = limits
        self.recipient = recipient
        self.files = files
    }

    mutating func envelope(_ handler: EnvelopeHandler) throws(ExchangeError) -> Envelope {
        guard let written = handler.root else { throw ExchangeError(.missing(element: "edXML")) }
        if let name = handler.dialect.name { warn(.otherFormat(name: name)) }
        let root = try handler.dialect.restated(written)
        let outer = Vocabulary.envelopes.contains(root.name) ? root : root.first(Vocabulary.envelopes)
        // Some senders leave out the element around the header's parts.
        guard let outer, case let wrapper = outer.first(Vocabulary.headers) ?? outer,
            let header = wrapper.first("MessageHeader")
        else {
            throw ExchangeError(.missing(element: "MessageHeader"), at: .init(line: root.line, path: root.name))
        }
        examine(header, path: header.name)
        var envelope = try self.header(header)
        envelope.hasSignature = handler.hasSignature
        if let trace = wrapper.first("TraceHeaderList") {
            examine(trace, path: trace.name)
            envelope.trace = self.trace(trace)
            envelope.traceID = trace.attribute("id")
            envelope.traceVersion = trace.attribute("version")
            envelope.business = business(trace)
        }
        envelope.kind = kind(envelope)
        try checkIdentity(envelope, header)
        try checkRecipient(envelope, header)
        envelope.attachments = try attachments(
            in: root.first("AttachmentEncoded") ?? outer.first("AttachmentEncoded"),
            manifest: outer.first(Vocabulary.bodies)?.first(Vocabulary.manifests) ?? outer.first(Vocabulary.manifests))
        envelope.warnings = warnings
        return envelope
    }

    /// Remembers something unusual; of a document that is nothing but unusual, the first hundred things.
    mutating func warn(_ warning: Warning) {
        if warnings.count < 100 { warnings.append(warning) }
    }

    /// Warns of elements that are unknown, repeated or too long.
    private mutating func examine(_ node: Node, path: String) {
        if let written = node.written { warn(.misspelt(path: path, written: written)) }
        guard let known = Vocabulary.children[node.name] else { return }
        var seen: Set<String> = []
        for child in node.children {
            let place = path + "/" + child.name
            // Some samples say <From><From>: the inner one is the sender then.
            if child.name == node.name, child.name == "From" {
                examine(child, path: place)
                continue
            }
            let isOfStatus = Vocabulary.ofStatus.contains(child.name) && node.name == "MessageHeader"
            guard let rule = known.first(where: { $0.name == child.name }),
                !isOfStatus || node.first("StatusCode") != nil
            else {
                warn(.unknownElement(path: place))
                continue
            }
            if !seen.insert(child.name).inserted, !rule.repeats { warn(.repeatedElement(path: place)) }
            if let most = rule.most, child.text.unicodeScalars.count > most { warn(.tooLong(path: place, most: most)) }
            if !Vocabulary.holdsTextOnly(child.name, in: node.name) {
                examine(child, path: place)
            } else if let written = child.written {
                warn(.misspelt(path: place, written: written))
            }
        }
    }

    private mutating func kind(_ envelope: Envelope) -> Envelope.Kind {
        if envelope.status != nil { return .status }
        switch envelope.business?.type {
        case nil, 0: return .new
        case 1: return .recall
        case 2: return .update
        case 3: return .replace
        default:
            warn(.unknownBusiness)
            return .new
        }
    }

    private func checkIdentity(_ envelope: Envelope, _ header: Node) throws(ExchangeError) {
        let place = ExchangeError.Place(line: header.line, path: header.name)
        if envelope.kind == .status {
            guard envelope.responseFor.contains(where: { $0.documentID != nil || $0.code != nil }) else {
                throw ExchangeError(.missing(element: "ResponseFor"), at: place)
            }
            return
        }
        guard envelope.documentID == nil else { return }
        guard envelope.codeNumber != nil, envelope.codeNotation != nil, envelope.promulgatedOn != nil else {
            throw ExchangeError(.missing(element: "DocumentId"), at: place)
        }
    }

    private mutating func checkRecipient(_ envelope: Envelope, _ header: Node) throws(ExchangeError) {
        var seen: Set<String> = []
        for organization in envelope.to where !seen.insert(organization.organID.lowercased()).inserted {
            warn(.repeatedRecipient(organID: organization.organID))
        }
        guard envelope.kind != .status else { return }
        if envelope.to.isEmpty { warn(.missing(path: "MessageHeader/To")) }
        guard let recipient else { return }
        guard recipient.contains(where: { seen.contains($0.lowercased()) }) else {
            let line = header.first("To")?.line ?? header.line
            throw ExchangeError(.recipient, at: .init(line: line, path: "MessageHeader/To"))
        }
    }
}
