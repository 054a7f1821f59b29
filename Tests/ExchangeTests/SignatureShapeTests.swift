import Exchange
import Foundation
import Records
import Testing

@Suite("The shape of a signature")
struct SignatureShapeTests {
    let folder = TestFolder()
    let authority: TestAuthority
    let leaf: TestAuthority.Leaf
    let signed: String

    init() throws {
        authority = try #require(TestAuthority.shared, "openssl makes the keys of these tests")
        leaf = try authority.leaf("shape-" + UUID().uuidString, key: "EC -pkeyopt ec_paramgen_curve:P-256")
        let path = folder.path + "/signed.xml"
        try leaf.signer().sign(file: folder.write(SigningTests.draft(bytes: 10).bytes), to: path)
        signed = try String(contentsOfFile: path, encoding: .utf8)
    }

    func verdict(_ text: String) throws -> SignatureVerdict {
        try SignatureChecker(roots: authority.roots).verdict(file: folder.write(Array(text.utf8)))
    }

    /// The verdict after every `old` was replaced; there must be one.
    func verdict(_ old: String, _ new: String) throws -> SignatureVerdict {
        #expect(signed.contains(old), "\(old)")
        return try verdict(signed.replacing(old, with: new))
    }

    @Test("is the one that we write")
    func ours() throws {
        #expect(try verdict(signed).word == "valid")
    }

    @Test("may hold objects, and says nothing about them")
    func objects() throws {
        let object = "<Object><x xmlns=''>a<!-- b --></x></Object></Signature>"
        #expect(try verdict("</Signature>", object).word == "valid")
        let hidden = "<Object><MessageHeader/></Object></Signature>"
        #expect(try verdict("</Signature>", hidden).word == "valid", "a whole-envelope signature leaves it out")
    }

    @Test("allows no second one, at any place")
    func two() throws {
        let signature = try #require(signed.firstMatch(of: #/(?s)<Signature .*</Signature>/#)).output
        #expect(try verdict("</edXMLBody>", signature + "</edXMLBody>") == .invalid(.structure))
        #expect(try verdict("</Signature>", signature + "</Signature>") == .invalid(.structure))
        #expect(try verdict("</edXMLBody>", "<Signature/></edXMLBody>") == .invalid(.structure))
    }

    @Test("belongs into the header")
    func place() throws {
        let signature = String(try #require(signed.firstMatch(of: #/(?s)<Signature .*</Signature>/#)).output)
        let without = signed.replacing(signature, with: "")
        let places = ["</edXML>", "</edXMLEnvelope>", "</edXMLBody>", "</MessageHeader>"]
        for place in places {
            #expect(try verdict(without.replacing(place, with: signature + place)) == .invalid(.structure))
        }
    }

    @Test("allows no comment, instruction or CDATA where something is signed")
    func comments() throws {
        for extra in ["<!-- x -->", "<?x y?>"] {
            #expect(try verdict("<SignedInfo>", "<SignedInfo>" + extra) == .invalid(.structure))
            #expect(try verdict("</DigestValue>", extra + "</DigestValue>") == .invalid(.structure))
            #expect(try verdict("</SignatureValue>", extra + "</SignatureValue>") == .invalid(.structure))
        }
        let cdata = signed.replacing("<DigestValue>", with: "<DigestValue><![CDATA[")
            .replacing("</DigestValue>", with: "]]></DigestValue>")
        #expect(try verdict(cdata) == .invalid(.structure))
    }

    @Test("has no second value, and nothing that xmlsec would read and we would not")
    func extras() throws {
        #expect(try verdict("<SignatureValue>", "<SignatureValue/><SignatureValue>") == .invalid(.structure))
        #expect(try verdict("<DigestValue>", "<DigestValue/><DigestValue>") == .invalid(.structure))
        #expect(try verdict("<SignedInfo>", "<SignedInfo/><SignedInfo>") == .invalid(.structure))
        #expect(try verdict("<SignedInfo>", "<SignedInfo>text") == .invalid(.structure))
        let qualified = #"<Reference xmlns:x="urn:x" x:URI="" URI="">"#
        #expect(try verdict(#"<Reference URI="">"#, qualified) == .invalid(.structure))
    }

    @Test("refers to nothing outside", arguments: [
        "file:///etc/passwd", "http://localhost/", "#xpointer(/)", "#xpointer(id('a'))", "a.xml", "#", "%23a", " ",
    ])
    func references(uri: String) throws {
        #expect(try verdict(#"URI="""#, #"URI="\#(uri)""#) == .invalid(.reference))
    }

    @Test("speaks for the envelope")
    func coverage() throws {
        #expect(try verdict(#"URI="""#, ##"URI="#nowhere""##) == .invalid(.coverage))
        let part = signed.replacing("<edXMLBody>", with: #"<edXMLBody Id="a">"#)
        #expect(try verdict(part.replacing(#"URI="""#, with: ##"URI="#a""##)) == .invalid(.coverage))
        let twice = signed.replacing("<edXMLBody>", with: #"<edXMLBody id="a">"#)
            .replacing("<MessageHeader>", with: #"<MessageHeader Id="a">"#)
        #expect(try verdict(twice.replacing(#"URI="""#, with: ##"URI="#a""##)) == .invalid(.coverage))
    }

    @Test("uses known transforms once, in their order")
    func transforms() throws {
        let enveloped = #"<Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>"#
        let exclusive = #"<Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>"#
        #expect(try verdict(enveloped + exclusive, exclusive + enveloped) == .invalid(.transform))
        #expect(try verdict(exclusive, exclusive + exclusive) == .invalid(.transform))
        #expect(try verdict(exclusive, #"<Transform Algorithm="urn:x"/>"#) == .invalid(.transform))
        #expect(try verdict(exclusive, "") == .invalid(.value), "the same canonical form, but not what was signed")
    }

    @Test("uses methods that prove something")
    func methods() throws {
        let method = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
        let refused = [
            "http://www.w3.org/2000/09/xmldsig#hmac-sha1", "http://www.w3.org/2000/09/xmldsig#dsa-sha1",
            "http://www.w3.org/2001/04/xmldsig-more#rsa-md5", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "",
        ]
        for other in refused { #expect(try verdict(method, other) == .invalid(.algorithm), "\(other)") }
        let pss = "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"
        #expect(try verdict(method, pss) == .cannotBeChecked(.unknownAlgorithm))
        let sha = "http://www.w3.org/2001/04/xmlenc#sha256"
        #expect(try verdict(sha, "http://www.w3.org/2001/04/xmldsig-more#md5") == .invalid(.algorithm))
        #expect(try verdict(sha, "http://www.w3.org/2001/04/xmlenc#sha512") == .invalid(.digest), "a shorter value")
    }

    @Test("brings its certificate, whole")
    func certificates() throws {
        let data = String(try #require(signed.firstMatch(of: #/(?s)<X509Data>.*</X509Data>/#)).output)
        #expect(try verdict(data, "<KeyName>x</KeyName>") == .cannotBeChecked(.noCertificate))
        #expect(try verdict("<KeyInfo>" + data + "</KeyInfo>", "") == .cannotBeChecked(.noCertificate))
        #expect(try verdict("<X509Certificate>", "<X509Certificate>AAAA") == .malformed)
        #expect(try verdict("</X509Certificate>", "AAAA</X509Certificate>") == .malformed)
        #expect(try verdict("<X509Certificate>", "<X509Certificate>!") == .malformed)
        #expect(try verdict(data, data + String(repeating: data, count: 8)) == .invalid(.limit))
        #expect(try verdict(data, data + data).word == "valid")
    }

    @Test("is none in another namespace, or by another name")
    func others() throws {
        #expect(try verdict("http://www.w3.org/2000/09/xmldsig#\"><SignedInfo", "urn:x\"><SignedInfo") == .malformed)
        let plain = Draft(files: [Draft.File()])
        #expect(try verdict(plain.text) == .none)
        #expect(try verdict(plain.text.replacing("</edXMLHeader>", with: "<Signature/></edXMLHeader>")) == .malformed)
        let empty = #"<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></edXMLHeader>"#
        #expect(try verdict(plain.text.replacing("</edXMLHeader>", with: empty)) == .malformed)
        #expect(try verdict(plain.text.replacing("</edXMLHeader>", with: "<DigitalSignature/></edXMLHeader>")) == .none)
    }

    @Test("in another format is not known")
    func otherFormat() throws {
        let text = signed.replacing("<edXML xmlns", with: "<Envelope xmlns").replacing("</edXML>", with: "</Envelope>")
        #expect(try verdict(text) == .cannotBeChecked(.otherFormat))
    }

    @Test("is not checked when too much would have to be kept, or repeated")
    func limits() throws {
        var limits = SignatureLimits()
        limits.keptBytes = 1000
        let file = folder.write(Array(signed.utf8))
        let small = SignatureChecker(roots: try authority.roots, limits: limits)
        #expect(try small.verdict(file: file) == .cannotBeChecked(.tooLarge))
        limits = SignatureLimits()
        limits.canonicalBytes = 1000
        let narrow = SignatureChecker(roots: try authority.roots, limits: limits)
        #expect(try narrow.verdict(file: file) == .invalid(.limit))
    }

    @Test("cannot make a namespace be repeated without end")
    func amplification() throws {
        let uri = "urn:" + String(repeating: "x", count: 60_000)
        let many = String(repeating: "<p:a/>", count: 20_000)
        let text = signed.replacing("<edXMLEnvelope>", with: #"<edXMLEnvelope xmlns:p="\#(uri)">\#(many)"#)
        #expect(try verdict(text) == .invalid(.limit))
    }

    @Test("of the national exchange's own samples proves nothing, and they are read all the same")
    func samples() throws {
        guard TestData.isPresent else { return }
        for name in ["edoc_new.edxml", "edoc_revocation.edxml"] {
            let (checked, files) = try CheckedFile.read(TestData.path("envelopes/" + name), roots: authority.roots)
            #expect(checked.signature == .malformed && checked.envelope.hasSignature && files.count == 1)
        }
    }
}
