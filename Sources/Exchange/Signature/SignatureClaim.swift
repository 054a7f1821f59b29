import Foundation
import XMLStream

/// What a signature says of itself, after it was found to say nothing that is not allowed.
struct SignatureClaim {
    /// What one reference speaks for.
    enum Target: Equatable {
        case root, header, other
    }

    /// Why there is no claim to check: the verdict stands already.
    struct Settled: Error {
        let verdict: SignatureVerdict

        init(_ verdict: SignatureVerdict) { self.verdict = verdict }
        init(_ fault: SignatureFault) { verdict = .invalid(fault) }
    }

    let method: SignatureAlgorithms.Method
    let isWeak: Bool
    /// In their order.
    let targets: [Target]
    /// The `Id`s that the references name.
    let ids: Set<String>
    /// DER, in their order.
    let certificates: [[UInt8]]

    var coverage: SignatureCoverage { targets.contains(.root) ? .whole : .header }

    /// The number of the reference whose bytes are read.
    var readReference: Int {
        targets.firstIndex(of: .root) ?? targets.firstIndex(of: .header) ?? 0
    }

    /// Judges what was found, in an order that tells the worst first.
    init(_ scan: SignatureScan) throws(Settled) {
        guard scan.signatures > 0 else { throw Settled(.none) }
        guard let signature = scan.signature else { throw Settled(.malformed) }
        guard let root = scan.root, Vocabulary.roots.contains(root) else {
            throw Settled(.cannotBeChecked(.otherFormat))
        }
        guard scan.signatures == 1 else { throw Settled(.structure) }
        let parts = try Parts(signature, isTooMuch: scan.isTooMuch, limits: scan.limits)

        let algorithm = parts.method.attribute("Algorithm") ?? ""
        if SignatureAlgorithms.unknownMethods.contains(algorithm) {
            throw Settled(.cannotBeChecked(.unknownAlgorithm))
        }
        guard let method = SignatureAlgorithms.methods[algorithm], parts.method.children.isEmpty else {
            throw Settled(.algorithm)
        }
        try Self.checkCanonicalization(parts.canonicalization)

        var isWeak = method.isWeak
        var targets: [Target] = []
        var ids: Set<String> = []
        for node in parts.references {
            let reference = try SignatureReference(node)
            isWeak = isWeak || reference.isWeak
            if let id = reference.id { ids.insert(id) }
            targets.append(try reference.target(in: scan))
        }
        self.method = method.method
        self.isWeak = isWeak
        self.targets = targets
        self.ids = ids
        try Self.checkCoverage(targets, scan)
        guard scan.isAtItsPlace else { throw Settled(.structure) }
        certificates = try Self.certificates(parts.keyInfo, limits: scan.limits)
    }

    private static func checkCanonicalization(_ node: SignatureNode) throws(Settled) {
        let algorithm = node.attribute("Algorithm") ?? ""
        if SignatureAlgorithms.misnamed.contains(algorithm) { throw Settled(.malformed) }
        guard SignatureAlgorithms.canonicalizations.contains(algorithm) else { throw Settled(.algorithm) }
        try node.checkPrefixList()
    }

    /// The envelope as a whole, or its header where there is no other that a reader could take for it.
    private static func checkCoverage(_ targets: [Target], _ scan: SignatureScan) throws(Settled) {
        if targets.contains(.root) { return }
        let envelopes = Vocabulary.envelopes.reduce(0) { $0 + scan.counts[$1, default: 0] }
        let headers = Vocabulary.headers.reduce(0) { $0 + scan.counts[$1, default: 0] }
        guard targets.contains(.header), envelopes == 1, headers == 1, scan.counts["MessageHeader"] == 1 else {
            throw Settled(.coverage)
        }
    }

    private static func certificates(
        _ keyInfo: SignatureNode?, limits: SignatureLimits
    ) throws(Settled) -> [[UInt8]] {
        let nodes = (keyInfo?.all("X509Data") ?? []).flatMap { $0.all("X509Certificate") }
        guard !nodes.isEmpty else { throw Settled(.cannotBeChecked(.noCertificate)) }
        guard nodes.count <= limits.certificates else { throw Settled(.limit) }
        var certificates: [[UInt8]] = []
        for node in nodes {
            guard let bytes = node.base64 else { throw Settled(.malformed) }
            certificates.append(bytes)
        }
        return certificates
    }
}

extension SignatureNode {
    /// The bytes that the text stands for; `nil` if it is no base64, or nothing.
    var base64: [UInt8]? {
        let digits = text.utf8.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard children.isEmpty, let data = Data(base64Encoded: Data(digits)), !data.isEmpty else { return nil }
        return Array(data)
    }

    /// Refuses whatever stands in a canonicalization, other than the list of prefixes that the exclusive one may have.
    func checkPrefixList() throws(SignatureClaim.Settled) {
        let isExclusive = attribute("Algorithm")?.hasPrefix(SignatureAlgorithms.exclusive) == true
        let list = XMLName("InclusiveNamespaces", namespace: SignatureAlgorithms.exclusive)
        guard children.allSatisfy({ isExclusive && $0.name == list && $0.children.isEmpty }), children.count <= 1 else {
            throw SignatureClaim.Settled(.structure)
        }
    }
}
