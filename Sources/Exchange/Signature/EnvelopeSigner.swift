import CXMLSec
import Foundation
import XMLStream

/// Signs envelopes with the agency's key (ký số gói tin), as XML-DSig in its proper namespace.
///
/// The signature covers the whole envelope and stands last in its header, where QCVN 102:2016/BTTTT has it: exclusive
/// C14N, SHA-256, and RSA or ECDSA by the key.
// OpenSSL locks what it changes in a key (its reference count and RSA's blinding); the rest of it is only read.
public final class EnvelopeSigner: @unchecked Sendable {
    private let key: OpaquePointer
    private let method: String
    private let certificates: [[UInt8]]

    /// - Parameters:
    ///   - pem: the private key, without passphrase: RSA of at least 2048 bits, or ECDSA on P-256 or P-384.
    ///   - certificate: its certificate in PEM, and those up to the root if receivers need them.
    /// - Throws: ``ExchangeError`` (`signingKey`) if either cannot be used.
    public init(key pem: [UInt8], certificate: [UInt8]) throws(ExchangeError) {
        certificates = Self.certificates(certificate)
        guard !certificates.isEmpty, let chain = CertificateChain(certificates), let facts = chain.facts else {
            throw ExchangeError(.signingKey(.certificate))
        }
        switch (facts.kind, facts.may_sign) {
        case (DSIG_RSA, true) where facts.bits >= 2048: method = "rsa-sha256"
        case (DSIG_P256, true), (DSIG_P384, true): method = "ecdsa-sha256"
        default: throw ExchangeError(.signingKey(.kind))
        }
        var key: OpaquePointer?
        let result = pem.withUnsafeBufferPointer { pem in
            pem.baseAddress.map { dsig_key_read($0, pem.count, chain.chain, &key) } ?? DSIG_KEY_UNREADABLE
        }
        guard let key else {
            throw ExchangeError(.signingKey(result == DSIG_KEY_OF_ANOTHER ? .mismatch : .key))
        }
        self.key = key
    }

    deinit { dsig_key_free(key) }

    /// Signs an envelope, which must have no signature yet, into a new file.
    ///
    /// After an error the new file is not there.
    ///
    /// - Throws: ``ExchangeError`` if the envelope has no header or is signed already, or a file cannot be read or written.
    public func sign(file path: String, to result: String, limits: EnvelopeLimits = .standard) throws(ExchangeError) {
        let output = try OutputFile(result)
        do throws(ExchangeError) {
            try sign(SourceFile(path), limits) { piece throws(ExchangeError) in try output.write(piece.span) }
            try output.close()
        } catch {
            unlink(result)
            throw error
        }
    }

    /// Signs an envelope that is small, such as a status message.
    ///
    /// - Throws: ``ExchangeError`` if the envelope has no header or is signed already.
    public func sign(_ envelope: [UInt8]) throws(ExchangeError) -> [UInt8] {
        var signed: [UInt8] = []
        try sign(SourceFile(envelope), .standard) { piece throws(ExchangeError) in signed += piece }
        return signed
    }

    private func sign(
        _ source: SourceFile, _ limits: EnvelopeLimits,
        _ write: (UnsafeBufferPointer<UInt8>) throws(ExchangeError) -> Void
    ) throws(ExchangeError) {
        let check = SignatureCheck(checker: SignatureChecker(), xml: limits.xml, source: source, arrival: Date())
        let (scan, start, _) = try check.scan()
        guard scan.signatures == 0 else { throw ExchangeError(.schema("a second “Signature”")) }
        let kept = SignatureLimits.standard.keptBytes
        guard let hollow = try HollowEnvelope(source, from: start, limits: limits.xml, most: kept) else {
            throw ExchangeError(.limit(.xml(.totalText)))
        }
        guard let place = hollow.bytes.endOfHeader else { throw ExchangeError(.missing(element: "edXMLHeader")) }
        let signature = try sign(hollow, at: place)
        let signed = hollow.bytes[..<place] + signature + hollow.bytes[place...]
        try signed.withUnsafeBufferPointer { bytes throws(ExchangeError) in
            try hollow.restore(bytes, isCanonical: false, write)
        }
    }

    /// The signature of an envelope, to be put at that place of it.
    private func sign(_ hollow: HollowEnvelope, at place: Int) throws(ExchangeError) -> [UInt8] {
        let signed = Array(hollow.bytes[..<place] + template.utf8 + hollow.bytes[place...])
        guard let tree = SignatureTree(signed), Vocabulary.headers.contains(where: tree.isLast(in:)) else {
            throw ExchangeError(.missing(element: "edXMLHeader"))
        }
        let digesting = Digesting(hollow, nil) { _ in }
        let outcome = withExtendedLifetime(digesting) {
            dsig_sign(
                tree.document, key, SignatureLimits.standard.canonicalBytes, takeDigested,
                Unmanaged.passUnretained(digesting).toOpaque())
        }
        if let failure = digesting.failure { throw failure }
        guard outcome == DSIG_HOLDS, let signature = tree.signature else {
            throw ExchangeError(.signingKey(.kind))
        }
        return signature
    }

    private var template: String {
        let certificates = certificates.map { "<X509Certificate>\(Data($0).base64EncodedString())</X509Certificate>" }
        return """
            <Signature xmlns="\(SignatureNode.namespace)"><SignedInfo>\
            <CanonicalizationMethod Algorithm="\(SignatureAlgorithms.exclusive)"/>\
            <SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#\(method)"/>\
            <Reference URI=""><Transforms><Transform Algorithm="\(SignatureAlgorithms.enveloped)"/>\
            <Transform Algorithm="\(SignatureAlgorithms.exclusive)"/></Transforms>\
            <DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference></SignedInfo>\
            <SignatureValue/><KeyInfo><X509Data>\(certificates.joined())</X509Data></KeyInfo></Signature>
            """
    }

    /// The DER of each certificate in a PEM text; none if one of them is no base64.
    private static func certificates(_ pem: [UInt8]) -> [[UInt8]] {
        let parts = String(decoding: pem, as: UTF8.self).components(separatedBy: "-----BEGIN CERTIFICATE-----")
        let certificates = parts.dropFirst().map { part -> [UInt8]? in
            guard let end = part.range(of: "-----END CERTIFICATE-----") else { return nil }
            let digits = part[..<end.lowerBound].filter { !$0.isWhitespace }
            return Data(base64Encoded: digits).map(Array.init)
        }
        return certificates.contains(nil) ? [] : certificates.compactMap(\.self)
    }
}

extension [UInt8] {
    /// Where the last end tag of a header begins.
    fileprivate var endOfHeader: Int? {
        var index = count - 2
        while index >= 0 {
            if self[index] == UInt8(ascii: "<"), self[index + 1] == UInt8(ascii: "/") {
                let name = self[(index + 2)...].prefix { $0 != UInt8(ascii: ">") }
                let local = String(decoding: name, as: UTF8.self).split(separator: ":").last ?? ""
                if Vocabulary.headers.contains(local.trimmingCharacters(in: .whitespaces)) { return index }
            }
            index -= 1
        }
        return nil
    }
}
