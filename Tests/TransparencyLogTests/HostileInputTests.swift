import TestNumbers
import Testing

@testable import TransparencyLog

/// Every reader is given damaged and random input.
///
/// None may trap, and what one takes it writes again as it was: there is only one text for each value.
@Suite("Whatever comes from outside")
struct HostileInputTests {
    struct Reader {
        let name: String
        let good: [UInt8]
        let readAndWrite: ([UInt8]) throws -> [UInt8]

        init(_ name: String, _ good: String, _ readAndWrite: @escaping ([UInt8]) throws -> String) {
            self.name = name
            self.good = Array(good.utf8)
            self.readAndWrite = { Array(try readAndWrite($0).utf8) }
        }

        /// A reader of strings gets no bytes that are no text.
        init(text name: String, _ good: String, _ readAndWrite: @escaping (String) throws -> String) {
            self.init(name, good) { bytes in
                guard let text = String(validating: bytes, as: UTF8.self) else { throw TransparencyError.malformedNote }
                return try readAndWrite(text)
            }
        }
    }

    static func readers() throws -> [Reader] {
        let office = try Office()
        let signed = try office.signed(11).adding(office.witnesses[0].cosign(office.checkpoint(11), at: 1))
        let file = try ProofFile(office.proof(of: 3, in: 11), in: signed)
        let request = try WitnessRequest(oldSize: 5, hashes: file.hashes, checkpoint: signed)
        return [
            Reader(text: "tile path", "tile/0/x001/x234/067.p/17") { try Tile(path: $0).path },
            Reader(text: "verifier key", KeyTests.vkey) { try VerifierKey($0).text },
            Reader(text: "signing key", KeyTests.skey) { try SigningKey($0).secretText },
            Reader(text: "signature", signed.note.signatures[0].line) { try NoteSignature(line: $0).line },
            Reader(text: "checkpoint", signed.checkpoint.text + "thêm\n") { try Checkpoint(text: $0).text },
            Reader(text: "hash", TreeHash.empty.base64) { try TreeHash(base64: $0).base64 },
            Reader("note", signed.note.serialized) { try SignedNote($0).serialized },
            Reader("proof file", file.serialized) { try ProofFile($0).serialized },
            Reader("witness request", request.serialized) { try WitnessRequest($0).serialized },
        ]
    }

    @Test("is read without harm, and in one form only")
    func damaged() throws {
        var random = Seeded(3)
        for reader in try Self.readers() {
            #expect(try reader.readAndWrite(reader.good) == reader.good)
            for _ in 0..<400 {
                let bytes = damage(reader.good, &random)
                guard let written = try? reader.readAndWrite(bytes), written != bytes else { continue }
                Issue.record("\(reader.name) took \(String(decoding: bytes, as: UTF8.self))")
            }
            for _ in 0..<50 {
                let count = Int.random(in: 0..<100, using: &random)
                let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
                #expect(throws: TransparencyError.self) { try reader.readAndWrite(bytes) }
            }
        }
    }

    @Test("is a tile of the right length or none")
    func tiles() throws {
        var random = Seeded(4)
        for _ in 0..<500 {
            let width = Int.random(in: 1...5, using: &random)
            let bytes = (0..<Int.random(in: 0..<200, using: &random)).map { _ in UInt8.random(in: 0...9, using: &random)
            }
            if let hashes = try? Tile(.hashes(level: 0), index: 0, width: width).hashes(in: bytes) {
                #expect(Tile.bytes(of: hashes) == bytes)
            }
            if let entries = try? Tile(.entries, index: 0, width: width).entries(in: bytes) {
                #expect(try Tile.bytes(ofEntries: entries) == bytes && entries.count == width)
            }
        }
    }

    @Test("is a proof with any numbers, and is refused")
    func proofs() {
        var random = Seeded(5)
        let edges = [Int.min, -1, 0, 1, 2, 1 << 62 - 1, 1 << 62, 1 << 62 + 1, .max - 1, .max]
        for first in edges {
            for second in edges {
                let hashes = (0..<Int.random(in: 0...70, using: &random)).map { TreeHash.leaf([UInt8($0)]) }
                #expect(throws: TransparencyError.self) {
                    try InclusionProof(index: first, size: second, hashes: hashes).verify(leaf: .empty, root: .empty)
                }
                #expect(throws: TransparencyError.self) {
                    try ConsistencyProof(oldSize: first, newSize: second, hashes: hashes)
                        .verify(oldRoot: .empty, newRoot: .leaf([]))
                }
            }
        }
    }

    private func damage(_ good: [UInt8], _ random: inout Seeded) -> [UInt8] {
        var bytes = good
        let pieces: [[UInt8]] = [
            [0], [0x0A], [0x0A, 0x0A], [0x0D, 0x0A], [0x20], Array("+".utf8), Array("=".utf8), Array("/".utf8),
            Array("\u{2014} ".utf8), Array("\u{301}".utf8), Array("\u{212A}".utf8), [0xFF], Array("0".utf8),
            Array("99999999999999999999".utf8), Array("-".utf8), Array("x".utf8), Array(".p".utf8),
        ]
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 0...3, using: &random))
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.replaceSubrange(place..<end, with: pieces.randomElement(using: &random) ?? [])
            case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
            default: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
            }
        }
        return bytes
    }
}
