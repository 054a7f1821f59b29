import Exchange
import Foundation
import Records
import TestNumbers
import Testing

@Suite("A signed envelope that was changed")
struct SignatureMutationTests {
    let folder = TestFolder()
    let authority: TestAuthority
    let signed: [UInt8]

    init() throws {
        authority = try #require(TestAuthority.shared, "openssl makes the keys of these tests")
        let leaf = try authority.leaf("mutated-" + UUID().uuidString, key: "EC -pkeyopt ec_paramgen_curve:P-256")
        let path = folder.path + "/signed.xml"
        var draft = SigningTests.draft(bytes: 6000)
        draft.trace = "<TraceHeader><OrganId>H99.01</OrganId></TraceHeader>"
        try leaf.signer().sign(file: folder.write(draft.bytes), to: path)
        signed = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// What is read of the bytes, if they are found valid.
    func validReading(_ bytes: [UInt8]) throws -> (CheckedEnvelope, files: [Data])? {
        do {
            let result = try CheckedFile.read(folder.write(bytes), roots: authority.roots)
            guard case .valid = result.0.signature else { return nil }
            return result
        } catch is ExchangeError { return nil }
    }

    @Test("in one bit is never valid, unless it says just the same", arguments: 1...4)
    func flippedBits(seed: Int) throws {
        let original = try #require(try validReading(signed))
        var random = Seeded(seed)
        var stillValid = 0
        for _ in 0..<150 {
            var bytes = signed
            bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            guard let reading = try validReading(bytes) else { continue }
            stillValid += 1
            #expect(reading == original)
        }
        #expect(stillValid < 15, "hardly a byte is without meaning")
    }

    @Test("by moving, doubling or dropping a piece is never valid, unless it says just the same", arguments: 1...4)
    func movedPieces(seed: Int) throws {
        let original = try #require(try validReading(signed))
        var random = Seeded(100 + seed)
        // Pieces that begin and end with tags, so that many results are well-formed.
        let tags = signed.indices.filter { signed[$0] == UInt8(ascii: "<") }
        for _ in 0..<150 {
            let cut = [tags.randomElement(using: &random) ?? 0, tags.randomElement(using: &random) ?? 0].sorted()
            let target = tags.randomElement(using: &random) ?? 0
            let piece = signed[cut[0]..<cut[1]]
            var bytes = signed
            if Bool.random(using: &random) { bytes.removeSubrange(cut[0]..<cut[1]) }
            bytes.insert(contentsOf: piece, at: min(target, bytes.count))
            guard let reading = try validReading(bytes) else { continue }
            #expect(reading == original)
        }
    }
}
