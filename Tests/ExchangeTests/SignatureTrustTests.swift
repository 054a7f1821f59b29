import Exchange
import Foundation
import Records
import Testing

@Suite("The signer of an envelope")
struct SignatureTrustTests {
    let folder = TestFolder()
    let authority: TestAuthority
    let leaf: TestAuthority.Leaf
    let signed: String

    init() throws {
        authority = try TestAuthority()
        leaf = try authority.leaf("signer", key: "EC -pkeyopt ec_paramgen_curve:P-256")
        signed = folder.path + "/signed.xml"
        try leaf.signer().sign(file: folder.write(SigningTests.draft(bytes: 10).bytes), to: signed)
    }

    func verdict(_ roots: TrustedRoots?, arrived: Date = Date()) throws -> SignatureVerdict {
        try SignatureChecker(roots: roots).verdict(file: signed, arrived: arrived)
    }

    @Test("is known through a configured root, and otherwise only claimed")
    func roots() throws {
        #expect(try verdict(authority.roots).word == "valid")
        let unknown = try verdict(nil)
        guard case .cannotBeChecked(.unknownIssuer(let signer, covers: .whole)) = unknown else {
            Issue.record("\(unknown)")
            return
        }
        #expect(signer.commonName == "signer" && unknown.signer == signer)
        #expect(unknown.sentence.vietnamese.contains("signer"))
    }

    @Test("is not believed by the word of another authority")
    func otherRoot() throws {
        #expect(try verdict(TestAuthority().roots) == .invalid(.issuer))
    }

    @Test("may be trusted by its own certificate")
    func pinned() throws {
        #expect(try verdict(TrustedRoots(pem: leaf.certificate)).word == "valid")
    }

    @Test("must have had a valid certificate when the envelope arrived")
    func validity() throws {
        #expect(try verdict(authority.roots, arrived: Date() + 366 * 86400) == .invalid(.expired))
        #expect(try verdict(authority.roots, arrived: Date() - 86400) == .invalid(.expired))
    }

    @Test("is not believed after the certificate was revoked, and others still are")
    func revoked() throws {
        let list = try authority.revoking(leaf)
        let roots = try TrustedRoots(pem: authority.certificate + list)
        #expect(try verdict(roots) == .invalid(.revoked))

        let another = try authority.leaf("another", key: "EC -pkeyopt ec_paramgen_curve:P-256")
        let file = folder.path + "/another.xml"
        try another.signer().sign(file: folder.path + "/envelope.xml", to: file)
        #expect(try SignatureChecker(roots: roots).verdict(file: file).word == "valid")
        let later = try SignatureChecker(roots: roots).verdict(file: file, arrived: Date() + 60 * 86400)
        guard case .cannotBeChecked(.outdatedList) = later else {
            Issue.record("\(later)")
            return
        }
    }

    @Test("has no certificate in a file of roots that is none, or is a private key")
    func badRoots() {
        for pem in [[], Array("nonsense".utf8), leaf.key, authority.certificate + leaf.key] {
            #expect(throws: ExchangeError(.trustedRoots)) { try TrustedRoots(pem: pem) }
        }
    }

    @Test("of a short key is shown as weak, and of a shorter one refused", .enabled(if: OtherVerifier.isPresent))
    func shortKeys() throws {
        for (bits, expected) in [(2048, "valid"), (1024, "weak"), (768, "invalid")] {
            let leaf = try authority.leaf("rsa\(bits)", key: "RSA -pkeyopt rsa_keygen_bits:\(bits)")
            let file = try signWithXMLSec(leaf, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")
            #expect(try SignatureChecker(roots: authority.roots).verdict(file: file).word == expected, "\(bits)")
        }
    }

    @Test("cannot be told from a curve that we do not know", .enabled(if: OtherVerifier.isPresent))
    func otherCurve() throws {
        let leaf = try authority.leaf("p521", key: "EC -pkeyopt ec_paramgen_curve:P-521")
        let file = try signWithXMLSec(leaf, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512")
        let verdict = try SignatureChecker(roots: authority.roots).verdict(file: file)
        #expect(verdict == .cannotBeChecked(.unknownAlgorithm))
    }

    @Test("must have a certificate that lets it sign", .enabled(if: OtherVerifier.isPresent))
    func usage() throws {
        let leaf = try authority.leaf("cipher", key: "EC -pkeyopt ec_paramgen_curve:P-256", usage: "keyAgreement")
        let file = try signWithXMLSec(leaf, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")
        #expect(try SignatureChecker(roots: authority.roots).verdict(file: file) == .invalid(.key))
    }

    /// Signs as our signer would not: with any key.
    private func signWithXMLSec(_ leaf: TestAuthority.Leaf, _ method: String) throws -> String {
        var text = try String(contentsOfFile: signed, encoding: .utf8)
        text.replace(#/<SignatureMethod [^>]*>/#, with: #"<SignatureMethod Algorithm="\#(method)"/>"#)
        text.replace(#/(?s)<DigestValue>.*?</DigestValue>/#, with: "<DigestValue/>")
        text.replace(#/(?s)<SignatureValue>.*?</SignatureValue>/#, with: "<SignatureValue/>")
        text.replace(#/(?s)<X509Data>.*?</X509Data>/#, with: "<X509Data><X509Certificate/></X509Data>")
        let template = folder.write(Array(text.utf8))
        let file = folder.path + "/xmlsec.xml"
        let result = try TestAuthority.run(
            OtherVerifier.path,
            ["--sign", "--privkey-pem", leaf.keyFile + "," + leaf.certificateFile, "--output", file, template])
        #expect(result.status == 0, "\(result.text)")
        return file
    }
}
