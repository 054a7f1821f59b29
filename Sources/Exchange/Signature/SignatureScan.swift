import XMLStream

/// Finds the signature of an envelope, and all that decides what it speaks for, without building a tree of the rest.
///
/// It runs before anything else, behind the limits of ``XMLReader``: what is not sane XML gets no further.
struct SignatureScan: XMLHandler {
    typealias Failure = ExchangeError

    /// What an `Id` names.
    enum Place {
        case root, header, other
    }

    let limits: SignatureLimits
    /// The local name of the root element.
    private(set) var root: String?
    /// Elements named Signature, in whatever namespace.
    private(set) var signatures = 0
    /// The first one in the namespace of XML signatures.
    private(set) var signature: SignatureNode?
    /// Whether it stands where it belongs: in the header.
    private(set) var isAtItsPlace = false
    /// Whether the signature, or what could be referred to, has more parts than allowed.
    private(set) var isTooMuch = false
    /// What stands under each `Id`, in each spelling of the attribute.
    private(set) var places: [String: [Place]] = [:]
    /// How often each element stands that must stand once, so that every reader finds the same.
    private(set) var counts: [String: Int] = [:]

    private var open: [String] = []
    private var collecting: [SignatureNode] = []
    private var collected = 0
    private var depthOfOther = 0
    private var ids = 0

    init(limits: SignatureLimits) {
        self.limits = limits
    }

    mutating func start(_ element: XMLElement) throws(ExchangeError) -> XMLText {
        let name = element.name
        open.append(name.local)
        if open.count == 1 { root = name.local }
        if Self.single.contains(name.local) { counts[name.local, default: 0] += 1 }
        note(element)
        if name.local == "Signature" {
            signatures += 1
            if signature == nil, collecting.isEmpty, name.namespace == SignatureNode.namespace {
                isAtItsPlace = isHeader(open.dropLast())
                collecting.append(SignatureNode(name: name, attributes: element.attributes))
                return .collected
            }
        }
        return collect(element) ? .collected : .streamed
    }

    mutating func text(_ piece: Span<UInt8>) {}

    mutating func end(text: String) {
        open.removeLast()
        if depthOfOther > 0 {
            depthOfOther -= 1
            return
        }
        guard var node = collecting.popLast() else { return }
        node.text = text
        if collecting.isEmpty { signature = node } else { collecting[collecting.count - 1].children.append(node) }
    }

    func failure(_ error: XMLError) -> ExchangeError { ExchangeError(error, path: nil) }

    /// Keeps an element of the signature; what its Objects hold is of no interest.
    private mutating func collect(_ element: XMLElement) -> Bool {
        guard !collecting.isEmpty else { return false }
        collected += 1
        if collected > limits.elements { isTooMuch = true }
        if depthOfOther > 0 || isTooMuch || collecting.last?.isNamed("Object") == true {
            depthOfOther += 1
            return false
        }
        collecting.append(SignatureNode(name: element.name, attributes: element.attributes))
        return true
    }

    private mutating func note(_ element: XMLElement) {
        for attribute in element.attributes where attribute.name.local.lowercased() == "id" {
            ids += 1
            guard ids <= 10_000, attribute.value.utf8.count <= 1024 else {
                isTooMuch = true
                return
            }
            places[attribute.value, default: []].append(place())
        }
    }

    private func place() -> Place {
        if open.count == 1 { return .root }
        return open.last == "MessageHeader" && isHeader(open.dropLast()) ? .header : .other
    }

    /// Whether these are the elements from the root to the header.
    private func isHeader(_ path: ArraySlice<String>) -> Bool {
        guard let last = path.last, Vocabulary.headers.contains(last) else { return false }
        let above = path.dropLast()
        guard let first = above.first, let inner = above.last, above.count <= 2 else { return false }
        return Vocabulary.roots.contains(first) && Vocabulary.envelopes.contains(inner)
    }

    private static let single = Vocabulary.envelopes.union(Vocabulary.headers).union(["MessageHeader"])
}

extension ExchangeError {
    /// What the parser refuses, as the reason to refuse the envelope.
    init(_ error: XMLError, path: String?) {
        let place = Place(line: error.line, column: error.column, path: path)
        self =
            switch error.kind {
            case .doctype: ExchangeError(.doctype, at: place)
            case .encoding: ExchangeError(.encoding, at: place)
            case .malformed, .namespace: ExchangeError(.malformed(error.message), at: place)
            case .limit(let limit): ExchangeError(.limit(.xml(limit)), at: place)
            }
    }
}
