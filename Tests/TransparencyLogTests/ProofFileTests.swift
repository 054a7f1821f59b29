import Testing

@testable import TransparencyLog

@Suite("Evidence in a file")
struct ProofFileTests {
    let office: Office

    init() throws { office = try Office() }

    private func file(_ index: Int, _ size: Int, cosigned count: Int = 0) throws -> ProofFile {
        var checkpoint = try office.signed(size)
        for witness in office.witnesses.prefix(count) {
            checkpoint = try checkpoint.adding(witness.cosign(checkpoint.checkpoint, at: 1_795_000_000))
        }
        return try ProofFile(office.proof(of: index, in: size), in: checkpoint)
    }

    @Test("is written as C2SP has it, read again, and convinces")
    func roundTrip() throws {
        for (index, size) in [(0, 1), (3, 5), (39, 40), (0, 40)] {
            let written = try file(index, size, cosigned: 2)
            let lines = written.serialized.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines[0] == "c2sp.org/tlog-proof@v1" && lines[1] == "index \(index)")
            #expect(
                lines[2 + written.hashes.count] == "" && lines[3 + written.hashes.count] == "hội.example/audit/2026")
            let read = try ProofFile(written.serialized.utf8)
            #expect(read.serialized == written.serialized && read.index == index)
            let checkpoint = try read.verify(
                leaf: office.reference.leaf(index), log: office.log.verifier, witnesses: office.witnessKeys, quorum: 2)
            #expect(checkpoint.checkpoint.size == size)
        }
    }

    @Test("does not convince without enough witnesses, for another entry or under another log")
    func refused() throws {
        let file = try file(3, 5, cosigned: 1)
        let leaf = office.reference.leaf(3)
        #expect(throws: TransparencyError.tooFewCosignatures(1)) {
            try file.verify(leaf: leaf, log: office.log.verifier, witnesses: office.witnessKeys, quorum: 2)
        }
        #expect(throws: TransparencyError.tooFewCosignatures(0)) {
            try file.verify(leaf: leaf, log: office.log.verifier, quorum: 1)
        }
        #expect(throws: TransparencyError.wrongRoot) {
            try file.verify(leaf: office.reference.leaf(2), log: office.log.verifier)
        }
        #expect(throws: TransparencyError.noKnownSignature) {
            try file.verify(leaf: leaf, log: SigningKey(name: office.log.verifier.name).verifier)
        }
        #expect(throws: TransparencyError.wrongProofLength) {
            try ProofFile(office.proof(of: 3, in: 5), in: office.signed(6))
        }
    }

    @Test("does not convince with a bit of any byte changed, or cut off anywhere")
    func changed() throws {
        let leaf = office.reference.leaf(3)
        let bytes = Array(try file(3, 11, cosigned: 1).serialized.utf8)
        func verify(_ bytes: some Collection<UInt8>) throws {
            try ProofFile(bytes)
                .verify(leaf: leaf, log: office.log.verifier, witnesses: office.witnessKeys, quorum: 1)
        }
        try verify(bytes)
        for place in bytes.indices {
            var bad = bytes
            bad[place] ^= UInt8(1) << (place % 8)
            #expect(throws: TransparencyError.self) { try verify(bad) }
            #expect(throws: TransparencyError.self) { try verify(bytes.prefix(place)) }
        }
    }

    @Test("has the lines that it should and no more than 64 hashes")
    func malformed() throws {
        let note = try office.signed(1).note.serialized
        let start = "c2sp.org/tlog-proof@v1\n"
        let hash = TreeHash.empty.base64 + "\n"
        for text in [
            "", start, "\(start)\n\(note)", "\(start)index \n\n\(note)", "\(start)index 01\n\n\(note)",
            "index 0\n\n\(note)",
            "\(start)index -1\n\n\(note)", "\(start)index 0\n\(note)", "\(start)index 0\n\n",
            "\(start)index 0 \n\n\(note)",
            "\(start)index 0\nAAAA\n\n\(note)", "\(start)index 9223372036854775808\n\n\(note)",
            " \(start)index 0\n\n\(note)",
            "\(start)index 0\n\(String(repeating: hash, count: 65))\n\(note)",
        ] {
            #expect(throws: TransparencyError.self, "\(text)") { try ProofFile(text.utf8) }
        }
        let most = "\(start)index 0\n\(String(repeating: hash, count: 64))\n\(note)"
        #expect(try ProofFile(most.utf8).hashes.count == 64)
        // An empty line more belongs to the note, which is then another than was signed.
        let file = try ProofFile("\(start)index 0\n\n\n\(note)".utf8)
        #expect(throws: TransparencyError.wrongSignature(signer: office.log.verifier.name)) {
            try file.verify(leaf: office.reference.leaf(0), log: office.log.verifier)
        }
    }
}
