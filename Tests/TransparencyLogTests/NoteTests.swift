import Testing

@testable import TransparencyLog

@Suite("A signed note")
struct NoteTests {
    let log: SigningKey
    let other: SigningKey
    let text = "Sổ nhật ký\n\nhai dòng\n"

    init() throws {
        log = try SigningKey(name: "log.example/audit")
        other = try SigningKey(name: "khác.example")
    }

    @Test("is read as it was written, and is good for the key that signed it")
    func roundTrip() throws {
        let written = try log.sign(text)
        let note = try SignedNote(written.serialized.utf8)
        #expect(note.text == text && note.serialized == written.serialized)
        let verified = try note.verified(by: [other.verifier, log.verifier])
        #expect(verified.map(\.key.name) == ["log.example/audit"] && verified[0].time == nil)
    }

    @Test("keeps signatures by strangers and counts each key once")
    func several() throws {
        let theirs = try other.sign(text).signatures[0]
        let ours = try log.sign(text).signatures[0]
        let note = try SignedNote(text: text, signatures: [theirs, ours, ours, theirs])
        let read = try SignedNote(note.serialized.utf8)
        #expect(read.signatures.count == 4)
        #expect(try read.verified(by: [log.verifier]).map(\.key.id) == [log.verifier.id])
        #expect(
            try read.verified(by: [log.verifier, other.verifier]).map(\.key.id) == [
                other.verifier.id, log.verifier.id,
            ])
        #expect(throws: TransparencyError.noKnownSignature) {
            try read.verified(by: [SigningKey(name: "log.example/audit").verifier])
        }
        #expect(throws: TransparencyError.noKnownSignature) { try read.verified(by: []) }
    }

    @Test("is refused as a whole for one bad signature in a known name")
    func badSignature() throws {
        let forged = try NoteSignature(
            name: other.verifier.name, keyID: other.verifier.id, bytes: Array(repeating: 7, count: 64))
        let note = try log.sign(text).adding(forged)
        #expect(throws: TransparencyError.wrongSignature(signer: "khác.example")) {
            try note.verified(by: [log.verifier, other.verifier])
        }
        #expect(try note.verified(by: [log.verifier]).count == 1)
    }

    @Test("fails with a bit of any byte changed")
    func changed() throws {
        let bytes = Array(try log.sign(text).serialized.utf8)
        for place in bytes.indices {
            var bad = bytes
            bad[place] ^= 1 << (place % 8)
            #expect(throws: TransparencyError.self) { try SignedNote(bad).verified(by: [log.verifier]) }
        }
        for count in bytes.indices {
            #expect(throws: TransparencyError.self) { try SignedNote(bytes.prefix(count)).verified(by: [log.verifier]) }
        }
    }

    @Test("has limits of length and of signatures")
    func limits() throws {
        let signature = try log.sign(text).signatures[0]
        let most = try SignedNote(text: text, signatures: Array(repeating: signature, count: 100))
        #expect(try SignedNote(most.serialized.utf8).verified(by: [log.verifier]).count == 1)
        #expect(throws: TransparencyError.tooManySignatures) { try most.adding(signature) }
        #expect(throws: TransparencyError.tooManySignatures) {
            try SignedNote((most.serialized + signature.line + "\n").utf8)
        }
        let long = String(repeating: "a", count: 1_000_000) + "\n"
        #expect(throws: TransparencyError.noteTooLong) { try log.sign(long) }
        #expect(throws: TransparencyError.noteTooLong) { try SignedNote(long.utf8) }
        #expect(throws: TransparencyError.malformedSignature) {
            try SignedNote(Array(repeating: UInt8(ascii: "\n"), count: 1_000_000))
        }
    }

    @Test(
        "is not made from a text that could not be read again",
        arguments: ["", "no newline", "a\r\n", "\u{0}\n", "\u{1B}[2J\n", "tab\t\n"])
    func texts(text: String) throws {
        #expect(throws: TransparencyError.malformedNote) { try log.sign(text) }
    }

    @Test("is UTF-8 and nothing else")
    func encoding() throws {
        let good = Array(try log.sign("é\n").serialized.utf8)
        for bad: [UInt8] in [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xFF], [0xC3], [0xF4, 0x90, 0x80, 0x80]] {
            #expect(throws: TransparencyError.malformedNote) { try SignedNote(bad + good) }
            let inName = Array("a\n\n\u{2014} ".utf8) + bad + Array(" AAAAAAA=\n".utf8)
            #expect(throws: TransparencyError.malformedNote) { try SignedNote(inName) }
        }
    }

    @Test(
        "has signature lines of one form",
        arguments: [
            "", "\u{2014}", "\u{2014} ", "\u{2014} a", "\u{2014} a ", "\u{2014} a AAAA", "\u{2014} a AAAAAA==",
            "\u{2013} a AAAAAAA=", "- a AAAAAAA=", "\u{2014}a AAAAAAA=", "\u{2014}  a AAAAAAA=", "\u{2014} a  AAAAAAA=",
            "\u{2014} a b AAAAAAA=", "\u{2014} a AAAAAAA= ", "\u{2014} a+b AAAAAAA=", "\u{2014} a AAAAAAB=",
            "\u{2014} a AAAAAAA", "\u{2014} a\u{A0} AAAAAAA=", "\u{2014}\u{301} a AAAAAAA=", "\u{2014} a AAAAAA-=",
        ])
    func lines(line: String) {
        #expect(throws: TransparencyError.self) { try NoteSignature(line: line) }
        #expect(throws: TransparencyError.self) { try SignedNote("a\n\n\(line)\n".utf8) }
    }

    @Test("is signed by the keys of logs, not by those of witnesses")
    func algorithm() throws {
        let witness = try SigningKey(name: "witness.example", algorithm: .cosignature)
        #expect(throws: TransparencyError.wrongAlgorithm) { try witness.sign(text) }
    }
}

@Suite(
    "The notes of others", .enabled(if: TestData.isPresent, "the shared test data is not beside the repository"))
struct NoteVectorTests {
    struct Vectors: Decodable {
        struct Note: Decodable {
            let name, note: String
            let vkeys: [String]
            let verified: [String]?
        }
        struct Checkpoint: Decodable {
            let `in`, origin: String
            let size: Int
        }
        struct TreeNote: Decodable {
            let size: Int
            let leafUtf8, text: String
        }
        let signingKeyForTests, signMustEqual: String
        let valid, mustNotOpen: [Note]
        let badVkeys, checkpointsInvalid: [String]
        let checkpointsValid: [Checkpoint]
        let treeNoteGolden: TreeNote
    }

    let vectors: Vectors

    init() throws { vectors = try TestData.decode("signed-note-checkpoint.json") }

    @Test("open and stay shut as they do elsewhere")
    func notes() throws {
        for vector in vectors.valid {
            let note = try SignedNote(vector.note.utf8)
            let keys = try vector.vkeys.map { try VerifierKey($0) }
            #expect(try note.verified(by: keys).map(\.key.name) == vector.verified, "\(vector.name)")
            #expect(note.serialized == vector.note)
        }
        #expect(vectors.mustNotOpen.count == 11)
        for vector in vectors.mustNotOpen {
            #expect(throws: TransparencyError.self, "\(vector.name)") {
                try SignedNote(vector.note.utf8).verified(by: vector.vkeys.map { try VerifierKey($0) })
            }
        }
        for key in vectors.badVkeys { #expect(throws: TransparencyError.self) { try VerifierKey(key) } }
    }

    @Test("are signed with the same bytes")
    func signing() throws {
        let text = try SignedNote(vectors.signMustEqual.utf8).text
        #expect(try SigningKey(vectors.signingKeyForTests).sign(text).serialized == vectors.signMustEqual)
    }

    @Test("are checkpoints where ours are, but for roots that are no SHA-256")
    func checkpoints() throws {
        let golden = vectors.treeNoteGolden
        let root = TreeHash.leaf(golden.leafUtf8.utf8)
        let checkpoint = try Checkpoint(origin: "go.sum database tree", size: golden.size, root: root)
        #expect(checkpoint.text == golden.text)
        for text in vectors.checkpointsInvalid {
            #expect(throws: TransparencyError.self, "\(text)") { try Checkpoint(text: text) }
        }
        for vector in vectors.checkpointsValid {
            #expect(throws: TransparencyError.wrongHashLength) { try Checkpoint(text: vector.in) }
            var lines = vector.in.split(separator: "\n").map(String.init)
            lines[2] = root.base64
            let read = try Checkpoint(text: lines.joined(separator: "\n") + "\n")
            #expect(read.origin == vector.origin && read.size == vector.size)
        }
    }
}
