import Testing

@testable import TransparencyLog

/// A log with witnesses, for tests.
struct Office {
    let log: SigningKey
    let witnesses: [SigningKey]
    let reference = Reference(size: 40)

    init() throws {
        log = try SigningKey(name: "hội.example/audit/2026")
        witnesses = try ["w1.example", "w2.example"].map { try SigningKey(name: $0, algorithm: .cosignature) }
    }

    var witnessKeys: [VerifierKey] { witnesses.map(\.verifier) }

    func checkpoint(_ size: Int) throws -> Checkpoint {
        try Checkpoint(origin: log.verifier.name, size: size, root: reference.root(size))
    }

    func signed(_ size: Int) throws -> SignedCheckpoint { try SignedCheckpoint(checkpoint(size), signedBy: log) }

    func proof(of index: Int, in size: Int) throws -> InclusionProof {
        try InclusionProof(of: index, in: size, reading: reference.hashes)
    }
}

@Suite("A checkpoint")
struct CheckpointTests {
    let office: Office

    init() throws { office = try Office() }

    @Test("is read as it was written, with lines that others add")
    func roundTrip() throws {
        let checkpoint = try Checkpoint(
            origin: "a b", size: .max, root: office.reference.root(3), extensions: ["x", "một dòng"])
        let read = try Checkpoint(text: checkpoint.text)
        #expect(read.text == checkpoint.text && read.extensions == ["x", "một dòng"] && read.size == .max)
        #expect(try office.checkpoint(0).text == "hội.example/audit/2026\n0\n\(TreeHash.empty)\n")
    }

    @Test("is written in one way")
    func malformed() throws {
        let root = office.reference.root(3).base64
        for text in [
            "", "\n", "a\n3\n\(root)", "a\n3\n", "a\n03\n\(root)\n", "a\n+3\n\(root)\n", "a\n-3\n\(root)\n",
            "a\n\n\(root)\n",
            "\n3\n\(root)\n", "a\n3\n\(root)\n\n", "a\n3\n\(root)\n\nx\n", "a\n3 \n\(root)\n",
            "a\n9223372036854775808\n\(root)\n",
            "a\r\n3\n\(root)\n", "a\n٣\n\(root)\n", "a\n3\n\(root.dropLast(4))\n", "a\n3\n\(root)\n\u{0}\n",
            "a\n0\n\(root)\n",
        ] {
            #expect(throws: TransparencyError.self, "\(text)") { try Checkpoint(text: text) }
        }
        #expect(throws: TransparencyError.malformedCheckpoint) { try Checkpoint(origin: "", size: 0, root: .empty) }
        #expect(throws: TransparencyError.malformedCheckpoint) { try Checkpoint(origin: "a\nb", size: 0, root: .empty) }
        #expect(throws: TransparencyError.sizeOutOfRange) { try Checkpoint(origin: "a", size: -1, root: .empty) }
        #expect(throws: TransparencyError.wrongRoot) { try Checkpoint(origin: "a", size: 0, root: .leaf([])) }
    }

    @Test("opens with its log's key alone, and only under the log's name")
    func opened() throws {
        let signed = try office.signed(5)
        let opened = try SignedCheckpoint(SignedNote(signed.note.serialized.utf8), of: office.log.verifier)
        #expect(opened.checkpoint.text == signed.checkpoint.text)
        let stranger = try SigningKey(name: office.log.verifier.name)
        #expect(throws: TransparencyError.noKnownSignature) {
            try SignedCheckpoint(signed.note, of: stranger.verifier)
        }
        let foreign = try Checkpoint(origin: "other.example", size: 5, root: .empty)
        #expect(throws: TransparencyError.wrongOrigin) { try SignedCheckpoint(foreign, signedBy: office.log) }
        #expect(throws: TransparencyError.wrongOrigin) {
            try SignedCheckpoint(office.log.sign(foreign.text), of: office.log.verifier)
        }
        #expect(throws: TransparencyError.wrongAlgorithm) {
            try SignedCheckpoint(signed.note, of: office.witnessKeys[0])
        }
        #expect(throws: TransparencyError.malformedCheckpoint) {
            try SignedCheckpoint(office.log.sign("no checkpoint\n"), of: office.log.verifier)
        }
    }

    @Test("is cosigned by witnesses, with the time")
    func cosigned() throws {
        let checkpoint = try office.checkpoint(5)
        let line = try office.witnesses[0].cosign(checkpoint, at: 1_795_000_000)
        #expect(line.bytes.count == 72 && Array(line.bytes.prefix(8)) == [0, 0, 0, 0, 0x6A, 0xFD, 0x86, 0xC0])
        let signed = try office.signed(5).adding(line).adding(office.witnesses[1].cosign(checkpoint, at: 0))
        let opened = try SignedCheckpoint(SignedNote(signed.note.serialized.utf8), of: office.log.verifier)
        let found = try opened.cosignatures(by: office.witnessKeys)
        #expect(found.map(\.key.name) == ["w1.example", "w2.example"] && found.map(\.time) == [1_795_000_000, 0])
        #expect(try opened.cosignatures(by: []).isEmpty)
        #expect(try opened.cosignatures(by: [office.log.verifier]).isEmpty, "a log is no witness of itself")
    }

    @Test("signs what C2SP says that a cosignature signs")
    func cosignatureMessage() throws {
        let checkpoint = try office.checkpoint(5)
        let line = try office.witnesses[0].cosign(checkpoint, at: 1_679_315_147)
        let message = "cosignature/v1\ntime 1679315147\n" + checkpoint.text
        #expect(office.witnessKeys[0].isSignature(line.bytes.dropFirst(8), of: Array(message.utf8)))
    }

    @Test("is refused with any byte of a cosignature changed, the time too")
    func forged() throws {
        let line = try office.witnesses[0].cosign(office.checkpoint(5), at: 1_795_000_000)
        for place in line.bytes.indices {
            var bytes = line.bytes
            bytes[place] ^= 1
            let forged = try NoteSignature(name: line.name, keyID: line.keyID, bytes: bytes)
            #expect(throws: TransparencyError.wrongSignature(signer: "w1.example")) {
                try office.signed(5).adding(forged).cosignatures(by: office.witnessKeys)
            }
        }
        for count in [1, 8, 64, 71] {
            let short = try NoteSignature(name: line.name, keyID: line.keyID, bytes: Array(line.bytes.prefix(count)))
            #expect(throws: TransparencyError.wrongSignature(signer: "w1.example")) {
                try office.signed(5).adding(short).cosignatures(by: office.witnessKeys)
            }
        }
        #expect(throws: TransparencyError.wrongSignature(signer: "w1.example"), "of another checkpoint") {
            try office.signed(6).adding(line).cosignatures(by: office.witnessKeys)
        }
        #expect(throws: TransparencyError.wrongAlgorithm) { try office.log.cosign(office.checkpoint(5), at: 1) }
        #expect(throws: TransparencyError.timeOutOfRange) {
            try office.witnesses[0].cosign(office.checkpoint(5), at: -1)
        }
    }
}
