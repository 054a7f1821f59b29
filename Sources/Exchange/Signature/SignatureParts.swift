extension SignatureClaim {
    /// The elements of a signature, each of which must stand once.
    ///
    /// A second one would let another reader see another signature.
    struct Parts {
        let canonicalization: SignatureNode
        let method: SignatureNode
        let references: [SignatureNode]
        let keyInfo: SignatureNode?

        init(_ signature: SignatureNode, isTooMuch: Bool, limits: SignatureLimits) throws(Settled) {
            guard !isTooMuch else { throw Settled(.limit) }
            let known = ["SignedInfo", "SignatureValue", "KeyInfo", "Object"]
            try Self.checkChildren(of: signature, known: known, once: ["SignedInfo", "SignatureValue", "KeyInfo"])
            guard let info = signature.only("SignedInfo"), let value = signature.only("SignatureValue") else {
                throw Settled(.malformed)
            }
            let once = ["CanonicalizationMethod", "SignatureMethod"]
            try Self.checkChildren(of: info, known: once + ["Reference"], once: once)
            references = info.all("Reference")
            guard let canonicalization = info.only("CanonicalizationMethod"),
                let method = info.only("SignatureMethod"), !references.isEmpty
            else { throw Settled(.malformed) }
            guard references.count <= limits.references else { throw Settled(.limit) }
            guard !info.hasQualifiedAttributes, value.children.isEmpty else { throw Settled(.structure) }
            guard value.base64 != nil else { throw Settled(.malformed) }
            self.canonicalization = canonicalization
            self.method = method
            keyInfo = signature.only("KeyInfo")
        }

        private static func checkChildren(of node: SignatureNode, known: [String], once: [String]) throws(Settled) {
            guard node.children.allSatisfy({ child in known.contains { child.isNamed($0) } }),
                once.allSatisfy({ node.all($0).count <= 1 }),
                node.text.allSatisfy(\.isWhitespace)
            else { throw Settled(.structure) }
        }
    }
}
