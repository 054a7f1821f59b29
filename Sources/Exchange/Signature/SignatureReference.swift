/// One reference of a signature: what it names, and how that is made into bytes.
struct SignatureReference {
    /// The `Id` that it names; `nil` for the whole document.
    let id: String?
    let isWeak: Bool

    init(_ node: SignatureNode) throws(SignatureClaim.Settled) {
        let parts = ["Transforms", "DigestMethod", "DigestValue"]
        guard node.children.allSatisfy({ child in parts.contains { child.isNamed($0) } }),
            parts.allSatisfy({ node.all($0).count <= 1 })
        else { throw SignatureClaim.Settled(.structure) }
        guard let uri = node.attribute("URI") else { throw SignatureClaim.Settled(.reference) }
        id = try Self.id(uri)
        try Self.check(node.only("Transforms")?.children ?? [])
        guard let method = node.only("DigestMethod"), let value = node.only("DigestValue") else {
            throw SignatureClaim.Settled(.malformed)
        }
        guard let digest = SignatureAlgorithms.digests[method.attribute("Algorithm") ?? ""], method.children.isEmpty
        else { throw SignatureClaim.Settled(.algorithm) }
        guard value.children.isEmpty else { throw SignatureClaim.Settled(.structure) }
        guard let bytes = value.base64 else { throw SignatureClaim.Settled(.malformed) }
        guard bytes.count == digest.bytes else { throw SignatureClaim.Settled(.digest) }
        isWeak = digest.isWeak
    }

    /// What the reference speaks for; an `Id` that stands twice speaks for nothing.
    func target(in scan: SignatureScan) throws(SignatureClaim.Settled) -> SignatureClaim.Target {
        guard let id else { return .root }
        guard let places = scan.places[id], places.count == 1 else { throw SignatureClaim.Settled(.coverage) }
        return switch places[0] {
        case .root: .root
        case .header: .header
        case .other: .other
        }
    }

    /// The envelope itself or an `Id` in it, never a file, an address or an XPointer.
    private static func id(_ uri: String) throws(SignatureClaim.Settled) -> String? {
        if uri.isEmpty { return nil }
        let id = uri.dropFirst()
        let isName = id.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_.".unicodeScalars.contains(scalar)
        }
        guard uri.hasPrefix("#"), !id.isEmpty, isName else { throw SignatureClaim.Settled(.reference) }
        return String(id)
    }

    /// The signature is left out, and the rest is made canonical; nothing else, and in no other order.
    private static func check(_ transforms: [SignatureNode]) throws(SignatureClaim.Settled) {
        var rest = transforms[...]
        guard transforms.allSatisfy({ $0.isNamed("Transform") }) else { throw SignatureClaim.Settled(.structure) }
        if rest.first?.attribute("Algorithm") == SignatureAlgorithms.enveloped {
            guard rest.removeFirst().children.isEmpty else { throw SignatureClaim.Settled(.structure) }
        }
        guard let last = rest.popFirst() else { return }
        let algorithm = last.attribute("Algorithm") ?? ""
        if SignatureAlgorithms.misnamed.contains(algorithm), rest.isEmpty { throw SignatureClaim.Settled(.malformed) }
        guard SignatureAlgorithms.canonicalizations.contains(algorithm), rest.isEmpty else {
            throw SignatureClaim.Settled(.transform)
        }
        try last.checkPrefixList()
    }
}
