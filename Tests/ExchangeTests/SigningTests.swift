import Exchange
import Foundation
import Records
import Testing

@Suite("An envelope that we sign")
struct SigningTests {
    let folder = TestFolder()
    let authority: TestAuthority

    init() throws {
        authority = try #require(TestAuthority.shared, "openssl makes the keys of these tests")
    }

    /// A draft with a file that is long enough not to be kept in memory, and one that is not.
    static func draft(bytes: Int = 300_000) -> Draft {
        var file = Draft.File(name: "lớn.pdf", bytes: Array("%PDF-1.4\n".utf8) + Array(repeating: 0xA5, count: bytes))
        file.id = "cid:2"
        var draft = Draft(files: [Draft.File(), file])
        draft.more = "<Subject>V/v &lt;thử&gt; “ký” &amp; đọc</Subject>"
        return draft
    }

    @Test(
        "is found valid, by us and by xmlsec1, and says what it said",
        arguments: [
            "RSA -pkeyopt rsa_keygen_bits:2048", "RSA -pkeyopt rsa_keygen_bits:3072",
            "EC -pkeyopt ec_paramgen_curve:P-256", "EC -pkeyopt ec_paramgen_curve:P-384",
        ])
    func roundTrip(key: String) throws {
        let leaf = try authority.leaf("H99.01-" + UUID().uuidString.prefix(8), key: key)
        let draft = Self.draft()
        let plain = folder.write(draft.bytes)
        let signed = folder.path + "/signed.xml"
        try leaf.signer().sign(file: plain, to: signed)

        let (checked, files) = try CheckedFile.read(signed, roots: authority.roots)
        guard case .valid(let signer, covers: .whole) = checked.signature else {
            Issue.record("\(checked.signature)")
            return
        }
        #expect(signer.commonName?.hasPrefix("H99.01") == true && signer.organization == "Test")
        #expect(signer.issuer == "CN=CA,O=Test,C=VN" && signer.validFrom < Date() && signer.validUntil > Date())
        let (unsigned, unsignedFiles) = try CheckedFile.read(plain, roots: nil)
        #expect(unsigned.signature == .none)
        #expect(files == unsignedFiles && files.map(\.count) == [15, 300_009])
        #expect(checked.envelope.subject == unsigned.envelope.subject)
        #expect(checked.envelope.hasSignature && checked.envelope.warnings == unsigned.envelope.warnings)
        if OtherVerifier.isPresent {
            #expect(try OtherVerifier.verifies(signed, trusting: authority.certificateFile))
        }
    }

    @Test("is the same but for the signature, which stands last in its header")
    func place() throws {
        let leaf = try authority.leaf("place", key: "EC -pkeyopt ec_paramgen_curve:P-256")
        let draft = Self.draft()
        let signed = folder.path + "/signed.xml"
        try leaf.signer().sign(file: folder.write(draft.bytes), to: signed)
        let text = try String(contentsOfFile: signed, encoding: .utf8)
        let begin = try #require(text.range(of: #"<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">"#))
        let end = try #require(text.range(of: "</Signature>"))
        #expect(text[end.upperBound...].hasPrefix("</edXMLHeader>"))
        #expect(text[..<begin.lowerBound] + text[end.upperBound...] == draft.text)
        #expect(throws: ExchangeError.self, "once is enough") {
            try leaf.signer().sign(file: signed, to: folder.path + "/twice.xml")
        }
        #expect(folder.files == ["envelope.xml", "signed.xml"])
    }

    @Test("is refused when a byte of a long file is another, wherever that is", arguments: [0, 1, 65_536, 150_000, 399_999])
    func longText(offset: Int) throws {
        let leaf = try authority.leaf("long-\(offset)", key: "EC -pkeyopt ec_paramgen_curve:P-256")
        let signed = folder.path + "/signed.xml"
        try leaf.signer().sign(file: folder.write(Self.draft().bytes), to: signed)
        var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: signed)))
        let start = try #require(bytes.firstRange(of: Array("JVBERi0xLjQKpaWl".utf8))).lowerBound
        bytes[start + offset] = bytes[start + offset] == 0x41 ? 0x42 : 0x41
        let error = #expect(throws: ExchangeError.self) { try CheckedFile.read(folder.write(bytes), roots: authority.roots) }
        #expect(error?.kind == .signature(.digest))
    }

    @Test("cannot be made with a key that is not ours, too weak, or locked")
    func badKeys() throws {
        let leaf = try authority.leaf("good", key: "EC -pkeyopt ec_paramgen_curve:P-256")
        let other = try authority.leaf("other", key: "EC -pkeyopt ec_paramgen_curve:P-256")
        let short = try authority.leaf("short", key: "RSA -pkeyopt rsa_keygen_bits:1024")
        let wide = try authority.leaf("wide", key: "EC -pkeyopt ec_paramgen_curve:P-521")
        let cipher = try authority.leaf("cipher", key: "EC -pkeyopt ec_paramgen_curve:P-256", usage: "keyAgreement")
        let locked = folder.path + "/locked"
        try TestAuthority.openssl("ec -in \(leaf.keyFile) -aes128 -passout pass:secret -out \(locked)")
        let lockedKey = try [UInt8](Data(contentsOf: URL(fileURLWithPath: locked)))

        func fault(_ key: [UInt8], _ certificate: [UInt8]) -> ExchangeError.Kind? {
            do throws(ExchangeError) {
                _ = try EnvelopeSigner(key: key, certificate: certificate)
                return nil
            } catch { return error.kind }
        }
        #expect(fault(leaf.key, leaf.certificate) == nil)
        #expect(fault(other.key, leaf.certificate) == .signingKey(.mismatch))
        #expect(fault(short.key, short.certificate) == .signingKey(.kind))
        #expect(fault(wide.key, wide.certificate) == .signingKey(.kind))
        #expect(fault(cipher.key, cipher.certificate) == .signingKey(.kind))
        #expect(fault(lockedKey, leaf.certificate) == .signingKey(.key))
        #expect(fault([], leaf.certificate) == .signingKey(.key))
        #expect(fault(leaf.key, leaf.key) == .signingKey(.certificate))
        #expect(fault(leaf.key, []) == .signingKey(.certificate))
    }

    @Test("must have a header", arguments: ["<edXML/>", "<a><edXMLHeader/></a>", "<edXML><edXMLHeader/>", "no XML"])
    func noHeader(text: String) throws {
        let leaf = try authority.leaf("none-\(text.count)", key: "EC -pkeyopt ec_paramgen_curve:P-256")
        #expect(throws: ExchangeError.self) {
            try leaf.signer().sign(file: folder.write(Array(text.utf8)), to: folder.path + "/signed.xml")
        }
        #expect(folder.files == ["envelope.xml"])
    }
}
