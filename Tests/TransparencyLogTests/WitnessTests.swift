import Testing

@testable import TransparencyLog

@Suite("A witness")
struct WitnessTests {
    let office: Office

    init() throws { office = try Office() }

    private func request(from old: Int, to new: Int) throws -> WitnessRequest {
        let hashes = old == 0 ? [] : office.reference.subproof(old, 0..<new)
        let written = try WitnessRequest(oldSize: old, hashes: hashes, checkpoint: office.signed(new))
        let read = try WitnessRequest(written.serialized.utf8)
        #expect(read.serialized == written.serialized)
        return read
    }

    @Test("accepts every checkpoint that follows from the last one")
    func accepts() throws {
        for new in 0...12 {
            for old in 0...new {
                let checked = try request(from: old, to: new).checked(
                    for: office.log.verifier, after: office.checkpoint(old))
                #expect(checked.checkpoint.size == new)
            }
            _ = try request(from: 0, to: new).checked(for: office.log.verifier, after: nil)
        }
    }

    @Test("refuses a log that goes back, or asks from another size")
    func rollback() throws {
        let last = try office.checkpoint(10)
        #expect(throws: TransparencyError.otherSizeSeen(10)) {
            try request(from: 5, to: 8).checked(for: office.log.verifier, after: last)
        }
        #expect(throws: TransparencyError.otherSizeSeen(10)) {
            try request(from: 11, to: 12).checked(for: office.log.verifier, after: last)
        }
        #expect(throws: TransparencyError.otherSizeSeen(0)) {
            try request(from: 5, to: 8).checked(for: office.log.verifier, after: nil)
        }
        let back = try WitnessRequest(oldSize: 10, hashes: [], checkpoint: office.signed(8))
        #expect(throws: TransparencyError.rollback) { try back.checked(for: office.log.verifier, after: last) }
    }

    @Test("refuses a log that shows two histories")
    func fork() throws {
        let forked = Reference([[0]] + office.reference.entries.dropFirst())
        func checkpoint(_ size: Int) throws -> SignedCheckpoint {
            let checkpoint = try Checkpoint(origin: office.log.verifier.name, size: size, root: forked.root(size))
            return try SignedCheckpoint(checkpoint, signedBy: office.log)
        }
        let last = try office.checkpoint(10)
        let same = try WitnessRequest(oldSize: 10, hashes: [], checkpoint: checkpoint(10))
        #expect(throws: TransparencyError.fork) { try same.checked(for: office.log.verifier, after: last) }
        let hashes = forked.subproof(10, 0..<20)
        let grown = try WitnessRequest(oldSize: 10, hashes: hashes, checkpoint: checkpoint(20))
        #expect(throws: TransparencyError.wrongRoot) { try grown.checked(for: office.log.verifier, after: last) }
    }

    @Test("refuses a proof that is not one, and one where there is nothing to prove")
    func proof() throws {
        let last = try office.checkpoint(10)
        let good = try request(from: 10, to: 20)
        for bad in [[], Array(good.hashes.dropLast()), good.hashes + [.empty]] {
            let request = try WitnessRequest(oldSize: 10, hashes: bad, checkpoint: office.signed(20))
            #expect(throws: TransparencyError.wrongProofLength) {
                try request.checked(for: office.log.verifier, after: last)
            }
        }
        let swapped = try WitnessRequest(oldSize: 10, hashes: good.hashes.reversed(), checkpoint: office.signed(20))
        #expect(throws: TransparencyError.wrongRoot) { try swapped.checked(for: office.log.verifier, after: last) }
        let same = try WitnessRequest(oldSize: 10, hashes: [.empty], checkpoint: office.signed(10))
        #expect(throws: TransparencyError.wrongProofLength) { try same.checked(for: office.log.verifier, after: last) }
        let first = try WitnessRequest(oldSize: 0, hashes: [.empty], checkpoint: office.signed(10))
        #expect(throws: TransparencyError.wrongProofLength) { try first.checked(for: office.log.verifier, after: nil) }
    }

    @Test("refuses whom it does not know")
    func strangers() throws {
        let request = try request(from: 0, to: 5)
        let stranger = try SigningKey(name: office.log.verifier.name).verifier
        #expect(throws: TransparencyError.noKnownSignature) { try request.checked(for: stranger, after: nil) }
        let other = try Checkpoint(origin: "other.example", size: 0, root: .empty)
        #expect(throws: TransparencyError.wrongOrigin) { try request.checked(for: office.log.verifier, after: other) }
    }
}
