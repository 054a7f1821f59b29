import Exchange
import Foundation
import Records
import Testing

@Suite("Many signatures at once", .enabled(if: TestData.isPresent))
struct SignatureConcurrencyTests {
    @Test("are judged as one by one, while others are made")
    func eight() async throws {
        let authority = try #require(TestAuthority.shared)
        let leaf = try authority.leaf("many", key: "RSA -pkeyopt rsa_keygen_bits:2048")
        let signer = try leaf.signer()
        let roots = try authority.roots
        let files = HostileSignatureTests.expectations.map(\.file)
        let expected = files.map { HostileSignatureTests.outcome($0).0 }
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    for round in 0..<3 {
                        for (file, outcome) in zip(files, expected) {
                            #expect(HostileSignatureTests.outcome(file).0 == outcome)
                        }
                        #expect(throws: Never.self) {
                            let folder = TestFolder()
                            let signed = folder.path + "/signed-\(worker)-\(round)"
                            try signer.sign(file: folder.write(SigningTests.draft(bytes: 9000).bytes), to: signed)
                            let verdict = try SignatureChecker(roots: roots).verdict(file: signed)
                            #expect(verdict.word == "valid")
                        }
                    }
                }
            }
        }
    }
}
