import XMLStream

/// Builds the tree of an envelope's header and manifest, and decodes the attachments as they come by.
///
/// Elements are known by their local names only: senders disagree about prefixes and namespaces. So that nobody can put
/// a second header where another reader would look for the first, the elements that carry meaning may stand only once.
struct EnvelopeHandler: XMLHandler {
    let limits: EnvelopeLimits
    let files: AttachmentFolder
    private(set) var root: Node?
    /// The generation of envelopes that the root element belongs to.
    private(set) var dialect = Dialect.standard
    private(set) var hasSignature = false

    private var open: [Node] = []
    private var seen: Set<String> = []
    /// How deep inside a signature, which is none of this reader's business.
    private var signatureDepth = 0
    private var recipients = 0
    private var decoding: Base64File?

    init(limits: EnvelopeLimits, files: AttachmentFolder) {
        self.limits = limits
        self.files = files
    }

    mutating func start(_ element: XMLElement) throws(ExchangeError) -> XMLText {
        let name = Vocabulary.meant(by: element.name.local)
        guard decoding == nil else { throw refusal(.schema("“\(name)” inside the content of a file"), element) }
        if signatureDepth > 0 || name == "Signature" {
            signatureDepth += 1
            hasSignature = true
            return .ignored
        }
        try checkPlace(name, element)
        var node = Node(name: name, line: element.line)
        if name != element.name.local, !Vocabulary.synonyms.contains(element.name.local) {
            node.written = String(element.name.local.prefix(40))
        }
        // Of other elements nothing is said in attributes that this reader knows.
        if [Vocabulary.reference, Vocabulary.traceList, "Attachment"].contains(name) {
            node.attributes = element.attributes
        }
        guard isFile(name) else {
            open.append(node)
            return .collected
        }
        let file = try files.begin()
        node.file = file.number
        decoding = file
        open.append(node)
        return .streamed
    }

    mutating func text(_ piece: Span<UInt8>) throws(ExchangeError) {
        guard let decoding else { return }
        do throws(ExchangeError) {
            try decoding.take(piece)
        } catch {
            throw placed(error)
        }
    }

    mutating func end(text: String) throws(ExchangeError) {
        guard signatureDepth == 0 else {
            signatureDepth -= 1
            return
        }
        if let file = decoding {
            do throws(ExchangeError) {
                try file.finish()
            } catch {
                throw placed(error)
            }
            decoding = nil
        }
        guard var node = open.popLast() else { return }
        node.text = text.trimmed
        if open.isEmpty { root = node } else { open[open.count - 1].children.append(node) }
    }

    func failure(_ error: XMLError) -> ExchangeError { ExchangeError(error, path: path()) }

    private mutating func checkPlace(_ name: String, _ element: XMLElement) throws(ExchangeError) {
        let parent = open.last?.name
        if open.isEmpty {
            guard let dialect = Dialect(root: element.name) else {
                throw refusal(.schema("the root element is “\(element.name.local)”"), element)
            }
            self.dialect = dialect
        }
        let isSingle = dialect.single.contains(name) || (name == "From" && parent == "MessageHeader")
        if isSingle, !seen.insert(name).inserted {
            throw refusal(.schema("a second “\(name)”"), element)
        }
        switch name {
        case "To":
            recipients += 1
            if recipients > limits.recipients { throw refusal(.limit(.recipients), element) }
        case Vocabulary.content where open.suffix(2).map(\.name) != ["AttachmentEncoded", "Attachment"]:
            throw refusal(.schema("“\(name)” outside of an attachment"), element)
        case _ where open.last?.children.contains { $0.file != nil } == true && isFile(name):
            throw refusal(.schema("a second “\(name)”"), element)
        default: break
        }
    }

    private func isFile(_ name: String) -> Bool {
        name == Vocabulary.content || dialect.isContent(name, in: open.last?.name)
    }

    private func refusal(_ kind: ExchangeError.Kind, _ element: XMLElement) -> ExchangeError {
        ExchangeError(kind, at: .init(line: element.line, path: path(element.name.local)))
    }

    /// Adds where we are to an error of a file's, which does not know.
    private func placed(_ error: ExchangeError) -> ExchangeError {
        ExchangeError(error.kind, at: .init(line: open.last?.line, path: path()))
    }

    /// The elements from the root down to here, the last few of them if they are many.
    private func path(_ last: String? = nil) -> String? {
        let names = (open.map(\.name) + [last].compactMap(\.self)).suffix(8).map { $0.prefix(40) }
        return names.isEmpty ? nil : names.joined(separator: "/")
    }
}
