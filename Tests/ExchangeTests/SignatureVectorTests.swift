import Exchange
import Foundation
import Records
import Testing

/// Values that other verifiers took for signatures (Wycheproof).
@Suite("A strange signature value", .enabled(if: TestData.isPresent))
struct SignatureVectorTests {
    struct Vectors: Decodable {
        struct Group: Decodable {
            var tests: [Test]
        }
        struct Test: Decodable {
            var tcId: Int
            var sig: String
        }
        var testGroups: [Group]
    }

    @Test(
        "is no signature of ours",
        arguments: [
            ("ecdsa_secp256r1_sha256_p1363_test", "EC -pkeyopt ec_paramgen_curve:P-256"),
            ("rsa_signature_2048_sha256_test", "RSA -pkeyopt rsa_keygen_bits:2048"),
            ("rsa_pss_2048_sha256_mgf1_32_test", "RSA -pkeyopt rsa_keygen_bits:2048"),
            ("rsa_signature_3072_sha256_test", "RSA -pkeyopt rsa_keygen_bits:3072"),
        ])
    func values(file: String, key: String) throws {
        let authority = try #require(TestAuthority.shared)
        let folder = TestFolder()
        let leaf = try authority.leaf(file, key: key)
        let path = folder.path + "/signed.xml"
        try leaf.signer().sign(file: folder.write(SigningTests.draft(bytes: 10).bytes), to: path)
        let signed = try String(contentsOfFile: path, encoding: .utf8)
        let checker = SignatureChecker(roots: try authority.roots)
        #expect(try checker.verdict(file: path).word == "valid")

        let data = Data(TestData.bytes("xmldsig-crypto/\(file).json"))
        let tests = try JSONDecoder().decode(Vectors.self, from: data).testGroups.flatMap(\.tests)
        #expect(tests.count > 100)
        for test in tests {
            let value = Self.bytes(test.sig).base64EncodedString()
            let text = signed.replacing(
                #/(?s)<SignatureValue>.*</SignatureValue>/#, with: "<SignatureValue>\(value)</SignatureValue>")
            let verdict = try checker.verdict(file: folder.write(Array(text.utf8)))
            #expect(verdict == (value.isEmpty ? .malformed : .invalid(.value)), "\(test.tcId)")
        }
    }

    private static func bytes(_ hexadecimal: String) -> Data {
        let digits = Array(hexadecimal)
        return Data(stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) })
    }
}
