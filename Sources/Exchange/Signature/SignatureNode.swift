import XMLStream

/// An element of a signature, with all that is in it.
struct SignatureNode {
    /// The namespace of XML signatures.
    static let namespace = "http://www.w3.org/2000/09/xmldsig#"

    let name: XMLName
    let attributes: [XMLAttribute]
    /// The element's own text, also where comments cut it.
    var text = ""
    var children: [SignatureNode] = []

    func all(_ local: String) -> [SignatureNode] { children.filter { $0.isNamed(local) } }

    /// The only child of that name.
    func only(_ local: String) -> SignatureNode? {
        let found = all(local)
        return found.count == 1 ? found[0] : nil
    }

    /// Whether this or anything in it has an attribute with a prefix: xmlsec looks at the local names of attributes only,
    /// and would take `x:URI` for `URI`.
    var hasQualifiedAttributes: Bool {
        attributes.contains { $0.name.namespace != nil } || children.contains(where: \.hasQualifiedAttributes)
    }

    func isNamed(_ local: String) -> Bool { name == XMLName(local, namespace: Self.namespace) }

    func attribute(_ local: String) -> String? {
        attributes.first { $0.name == XMLName(local) }?.value
    }
}
