import Testing

@testable import TransparencyLog

@Suite("A key as text")
struct KeyTests {
    static let vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let skey = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"

    @Test("is read and written alike, and the private one knows the public one")
    func texts() throws {
        #expect(try VerifierKey(Self.vkey).text == Self.vkey)
        #expect(try SigningKey(Self.skey).secretText == Self.skey)
        #expect(try SigningKey(Self.skey).verifier.text == Self.vkey)
        #expect(
            "\(try SigningKey(Self.skey)) \(String(reflecting: try SigningKey(Self.skey)))"
                == "\(Self.vkey) \(Self.vkey)")
        for algorithm in VerifierKey.Algorithm.allCases {
            let key = try SigningKey(name: "sổ.example/audit", algorithm: algorithm)
            #expect(try SigningKey(key.secretText).verifier.text == key.verifier.text)
            #expect(try VerifierKey(key.verifier.text).bytes == key.verifier.bytes)
            #expect(key.verifier.algorithm == algorithm)
        }
    }

    @Test("has an identifier that depends on name, algorithm and key")
    func identifiers() throws {
        let bytes = try VerifierKey(Self.vkey).bytes
        let ids = try [
            VerifierKey(name: "a", algorithm: .ed25519, bytes: bytes).id,
            VerifierKey(name: "b", algorithm: .ed25519, bytes: bytes).id,
            VerifierKey(name: "a", algorithm: .cosignature, bytes: bytes).id,
            VerifierKey(name: "a", algorithm: .ed25519, bytes: bytes.reversed()).id,
        ]
        #expect(Set(ids).count == 4)
    }

    @Test("is refused where anything of it is missing or another")
    func damaged() {
        for text in [Self.vkey, Self.skey] {
            let bytes = Array(text.utf8)
            for lower in bytes.indices {
                for upper in lower...bytes.count where upper - lower < bytes.count {
                    refuses(Array(bytes[lower..<upper]))
                }
                for other in [bytes[lower] + 1, bytes[lower] ^ 0x20, bytes[lower] ^ 0x80, 0, 0x0A] {
                    var changed = bytes
                    changed[lower] = other
                    if changed != bytes { refuses(changed) }
                }
            }
        }
        refuses(Array((Self.vkey + "\n").utf8))
        refuses(Array((Self.vkey + "=").utf8))
    }

    @Test(
        "has a name without blanks and plus signs",
        arguments: ["", " ", "a b", "a+b", "a\u{A0}b", "a\u{3000}", "a\n", "\t", "a\u{0}", "a+\u{301}", "\u{85}"])
    func names(name: String) {
        #expect(throws: TransparencyError.malformedKey) { try SigningKey(name: name) }
        #expect(throws: TransparencyError.malformedKey) {
            try VerifierKey(name: name, algorithm: .ed25519, bytes: Array(repeating: 1, count: 32))
        }
    }

    @Test("has 32 bytes of key")
    func length() {
        for count in [0, 1, 31, 33, 64] {
            #expect(throws: TransparencyError.malformedKey) {
                try VerifierKey(name: "a", algorithm: .ed25519, bytes: Array(repeating: 1, count: count))
            }
        }
    }

    private func refuses(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(throws: TransparencyError.self, "\(text)") { try VerifierKey(text) }
        #expect(throws: TransparencyError.self, "\(text)") { try SigningKey(text) }
    }
}

@Suite("Ed25519", .enabled(if: TestData.isPresent, "the shared test data is not beside the repository"))
struct Ed25519Tests {
    struct Wycheproof: Decodable {
        struct Group: Decodable {
            struct Key: Decodable { let pk: String }
            struct Test: Decodable {
                let tcId: Int
                let msg, sig, result: String
            }
            let publicKey: Key
            let tests: [Test]
        }
        let testGroups: [Group]
    }

    @Test("takes and refuses the signatures of Wycheproof")
    func wycheproof() throws {
        let vectors: Wycheproof = try TestData.decode("wycheproof-ed25519.json")
        for group in vectors.testGroups {
            let key = try VerifierKey(name: "a", algorithm: .ed25519, bytes: [UInt8](hex: group.publicKey.pk))
            for test in group.tests {
                let isGood = key.isSignature([UInt8](hex: test.sig), of: [UInt8](hex: test.msg))
                #expect(isGood == (test.result == "valid"), "\(test.tcId)")
            }
        }
    }

    /// RFC 8032 leaves open what to do with odd keys; what must not be is a signature that is no signature.
    @Test("takes none of CCTV's that leaves a residue or is written in another way")
    func cctv() throws {
        struct Vector: Decodable {
            let number: Int
            let key, sig, msg: String
            let flags: [String]?
        }
        let vectors: [Vector] = try TestData.decode("cctv-ed25519.json")
        #expect(vectors.count > 500)
        for vector in vectors {
            let key = try VerifierKey(name: "a", algorithm: .ed25519, bytes: [UInt8](hex: vector.key))
            let flags = Set(vector.flags ?? [])
            let isGood = key.isSignature([UInt8](hex: vector.sig), of: Array(vector.msg.utf8))
            #expect(isGood == flags.isDisjoint(with: ["low_order_residue", "non_canonical_R"]), "\(vector.number)")
        }
    }
}
