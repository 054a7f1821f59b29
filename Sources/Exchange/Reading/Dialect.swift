import XMLStream

/// A generation of envelopes (thế hệ gói tin), told in the elements of QCVN 102.
///
/// What an older generation calls by other names is restated right after it was read, so that everything behind it knows
/// one vocabulary only: a further format is one more of these.
struct Dialect: Sendable {
    /// How the generation is called where people are told of it; `nil` for the standard itself.
    let name: String?
    /// Elements that may stand only once in the whole envelope.
    let single: Set<String>
    /// The element whose text is a file, beside the standard's own, and what it stands in.
    private let content: (name: String, parent: String)?
    private let restate: @Sendable (Node) throws(ExchangeError) -> Node

    static let standard = Dialect(name: nil, single: Vocabulary.single, content: nil) { $0 }

    init(
        name: String?, single: Set<String>, content: (name: String, parent: String)?,
        restate: @escaping @Sendable (Node) throws(ExchangeError) -> Node
    ) {
        self.name = name
        self.single = single
        self.content = content
        self.restate = restate
    }

    /// The generation that a root element belongs to, if it is one of an envelope.
    init?(root: XMLName) {
        if root.local == "EdXMLEnvelope", root.namespace == "http://www.go.vn/eDoc" {
            self = .early
        } else if root.local == "Envelope" {
            self = .soap
        } else if Vocabulary.roots.contains(root.local) {
            self = .standard
        } else {
            return nil
        }
    }

    func isContent(_ name: String, in parent: String?) -> Bool {
        content.map { $0.name == name && $0.parent == parent } ?? false
    }

    /// The same envelope in the elements of the standard.
    func restated(_ root: Node) throws(ExchangeError) -> Node { try restate(root) }
}
