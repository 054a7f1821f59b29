import Foundation
import TestOffice
import Testing
import TransparencyLog

@testable import Workflow

/// A folder of a test's own.
private func withFolder(_ test: (String) async throws -> Void) async throws {
    let folder = NSTemporaryDirectory() + "witness-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await test(folder)
}

@Suite("A witness's book")
struct WitnessBookTests {
    private func book(_ folder: String, _ logs: TinyLog...) throws -> WitnessBook {
        try WitnessBook(folder: folder, name: "witness.example", peers: logs.map(\.key.verifier.text))
    }

    /// When the test began.
    private let begun = time(nil)

    /// Whether an answer is a cosignature of this checkpoint that holds, of a time within this test.
    private func isCosigned(_ answer: WitnessAnswer, _ checkpoint: SignedCheckpoint, by book: WitnessBook) throws
        -> Bool
    {
        guard case .cosigned(let line) = answer, line.hasSuffix("\n") else { return false }
        let whole = try checkpoint.adding(NoteSignature(line: String(line.dropLast())))
        let good = try whole.cosignatures(by: [VerifierKey(book.verifierKey)])
        return good.count == 1 && (begun...time(nil)).contains(good[0].time ?? 0)
    }

    @Test("cosigns what grows, remembers it over a restart, and answers each refusal as the specification has it")
    func answers() async throws {
        try await withFolder { folder in
            let log = try TinyLog("peer.example/trail", size: 700)
            let fork = try TinyLog("peer.example/trail", key: log.key, size: 700, story: "!", from: 300)
            var book: WitnessBook? = try self.book(folder, log)
            var open = try #require(book)
            #expect(try isCosigned(await open.answer(log.request(from: 0, to: 5)), log.signed(5), by: open))
            #expect(try isCosigned(await open.answer(log.request(from: 5, to: 513)), log.signed(513), by: open))
            let key = open.verifierKey
            book = nil
            open = try self.book("\(folder)/other", log)
            open = try self.book(folder, log)
            #expect(open.verifierKey == key)
            // The same once more, as after an answer that was lost.
            #expect(try isCosigned(await open.answer(log.request(from: 513, to: 513)), log.signed(513), by: open))
            #expect(try await open.answer(log.request(from: 0, to: 600)) == .otherSize(513))
            #expect(try await open.answer(log.request(from: 5, to: 600)) == .otherSize(513))
            #expect(try await open.answer(log.request(from: 5, to: 300)) == .otherSize(513), "it went back")
            #expect(try await open.answer(log.request(from: 0, to: 300, claiming: 513)) == .malformed)
            #expect(try await open.answer(fork.request(from: 513, to: 513)) == .otherSize(513), "a fork")
            #expect(try await open.answer(fork.request(from: 513, to: 700)) == .notConsistent, "a fork")
            #expect(try await open.answer(log.request(from: 512, to: 600, claiming: 513)) == .notConsistent)
            #expect(
                try await open.answer(TinyLog("peer.example/trail", size: 600).request(from: 0, to: 600))
                    == .badSignature)
            #expect(
                try await open.answer(TinyLog("stranger.example", size: 6).request(from: 0, to: 6)) == .unknownLog)
            #expect(try isCosigned(await open.answer(log.request(from: 513, to: 700)), log.signed(700), by: open))
        }
    }

    @Test("reads nothing that is too long or no request, whatever it is")
    func malformed() async throws {
        try await withFolder { folder in
            let log = try TinyLog("peer.example/trail", size: 8)
            let book = try book(folder, log)
            let good = try log.request(from: 0, to: 8)
            let rest = Array(good.dropFirst(7))
            var hostile: [[UInt8]] = [[], [0x0A], Array("old 0\n\n".utf8)]
            hostile.append(Array("old -1\n\n".utf8) + rest)
            hostile.append(Array("old 18446744073709551616\n\n".utf8) + rest)
            hostile.append(Array(good.dropLast()))
            hostile.append(good + [0xFF])
            hostile.append([UInt8](repeating: 0x41, count: 1 << 20))
            hostile.append(good + Array(String(repeating: "\u{2014} x AAAAAAAA\n", count: 5000).utf8))
            for bad in hostile {
                #expect(try await book.answer(bad) == .malformed)
            }
            // Any one bit changed: never cosigned, unless it is in what the witness does not read.
            for offset in good.indices {
                var bent = good
                bent[offset] ^= 1
                if case .cosigned = try await book.answer(bent) { Issue.record("byte \(offset)") }
            }
            #expect(try isCosigned(await book.answer(good), log.signed(8), by: book))
        }
    }

    @Test("never cosigns two trees of one size, however many ask at once")
    func atOnce() async throws {
        try await withFolder { folder in
            let log = try TinyLog("peer.example/trail", size: 64)
            let fork = try TinyLog("peer.example/trail", key: log.key, size: 64, story: "!", from: 10)
            let book = try book(folder, log)
            _ = try await book.answer(log.request(from: 0, to: 9))
            let answers = try await withThrowingTaskGroup(of: (Bool, WitnessAnswer).self) { group in
                for _ in 0..<50 {
                    for (isFork, story) in [(false, log), (true, fork)] {
                        let request = try story.request(from: 9, to: 64)
                        group.addTask { (isFork, try await book.answer(request)) }
                    }
                }
                var answers: [(Bool, WitnessAnswer)] = []
                for try await answer in group { answers.append(answer) }
                return answers
            }
            let cosigned = answers.filter { if case .cosigned = $0.1 { true } else { false } }
            #expect(cosigned.count == 1, "the others ask from a size that is no longer the last")
            #expect(answers.filter { $0.1 == .otherSize(64) }.count == 99)
        }
    }

    @Test("does not begin with a key that is none, twice in one folder, or without what it had cosigned")
    func begins() async throws {
        try await withFolder { folder in
            let log = try TinyLog("peer.example/trail", size: 8)
            let cosigner = try SigningKey(name: "w", algorithm: .cosignature).verifier.text
            for keys in [["x"], [cosigner], [log.key.verifier.text, log.key.verifier.text]] {
                #expect(throws: WitnessBook.Fault.self) { try WitnessBook(folder: folder, name: "w", peers: keys) }
            }
            do {
                let book = try book(folder, log)
                #expect(throws: WitnessBook.Fault.self) { try self.book(folder, log) }
                _ = try await book.answer(log.request(from: 0, to: 8))
            }
            let seen = try FileManager.default.contentsOfDirectory(atPath: folder + "/seen")
            #expect(seen.count == 1)
            let file = URL(filePath: folder + "/seen/" + seen[0])
            for damage in [Data(), Data(try Data(contentsOf: file).dropLast(9))] {
                try damage.write(to: file)
                #expect(throws: WitnessBook.Fault.self) { try self.book(folder, log) }
            }
        }
    }
}
