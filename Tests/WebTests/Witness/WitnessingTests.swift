import Foundation
import Hummingbird
import NIOCore
import Postgres
import Records
import TestOffice
import Testing
import TransparencyLog

@testable import Web
@testable import Workflow

/// An office whose log grows by one look at a time.
private struct GrowingLog: Sendable {
    let office: TestOffice
    let sealer: Sealer
    let clerk: Caller
    let folder: SealFolder

    init(_ office: TestOffice) async throws {
        self.office = office
        sealer = try office.workflow.makeSealer()
        clerk = try await office.caller("van.thu")
        folder = try office.workflow.sealFolder()
        try await grow()
    }

    var key: VerifierKey { get throws { try folder.verifier() } }

    var published: Checkpoint {
        get throws { try #require(try folder.checkpoint(of: key)).checkpoint }
    }

    /// Looks so many times and waits until all of it is sealed.
    func grow(by looks: Int = 1) async throws {
        for _ in 0..<looks { _ = try await office.workflow.incomingList(IncomingFilter(), by: clerk) }
        let events = try await office.count("SELECT count(*) AS n FROM audit.event")
        try await eventually("it is sealed") {
            try await sealer.seal()
            return office.workflow.seal.size >= events
        }
    }

    func witnessing(_ witnesses: TrailConfiguration.Witness...) throws -> Witnessing {
        try Witnessing(
            root: office.workflow.configuration.sealFolder, witnesses: witnesses, status: office.workflow.seal)
    }

    /// Puts database and folder back to a checkpoint, as somebody does who restores both.
    func goBack(to size: Int) async throws {
        let note = try await office.owner.write { transaction in
            try transaction.execute("SET LOCAL session_replication_role = replica")
            try transaction.execute(
                """
                DELETE FROM audit.event WHERE (log_id, xid, id) > (SELECT through_log, through_xid, through_id
                    FROM audit.checkpoint WHERE log_id = 1 AND size = \(size))
                """)
            try transaction.execute("DELETE FROM audit.checkpoint WHERE size > \(size)")
            return try transaction.row("SELECT note FROM audit.checkpoint WHERE size = \(size)") {
                try $0["note"] as String
            }
        }
        try folder.publish(#require(note))
    }
}

@Suite("An office and its witnesses")
struct WitnessingTests {
    @Test("have the log cosigned by all who are there, and put that into evidence")
    func cosign() async throws {
        try await withOffice { office in
            let log = try await GrowingLog(office)
            let key = try log.key.text
            try await withWitness(of: [key]) { first in
                try await withWitness(of: [key]) { second in
                    let away = TrailConfiguration.Witness(
                        address: "http://127.0.0.1:1", key: second.book.verifierKey)
                    let witnessing = try log.witnessing(first.asSetting, second.asSetting, away)
                    let news = await witnessing.round()
                    #expect(news.count == 1 && news.first?.isEvidence == false, "\(news)")
                    let witnesses = try [first, second].map { try VerifierKey($0.book.verifierKey) }
                    let cosigned = try #require(try log.folder.cosigned(of: log.key))
                    #expect(try cosigned.cosignatures(by: [witnesses[0]]).count == 1)
                    #expect(try cosigned.cosignatures(by: [witnesses[1]]).count == 1)
                    #expect(try cosigned.checkpoint.size == log.published.size)
                    #expect(await witnessing.round().isEmpty, "nothing new, and who is away is left in peace")

                    // Another process, which knows nothing but the folder, goes on from there.
                    try await log.grow(by: 300)
                    let again = try log.witnessing(first.asSetting, second.asSetting)
                    #expect(await again.round().isEmpty)
                    #expect(try log.folder.cosigned(of: log.key)?.checkpoint.size == log.published.size)
                    // Without even that, it learns from the witness where to begin.
                    try FileManager.default.removeItem(atPath: log.folder.root + "/checkpoint.cosigned")
                    try await log.grow(by: 3)
                    let third = try log.witnessing(first.asSetting, second.asSetting)
                    #expect(await third.round().isEmpty)

                    let size = try log.published.size
                    try await log.grow(by: 2)
                    let event = try await office.count("SELECT min(id) AS n FROM audit.event WHERE agency_id = 1")
                    let auditor = try await office.caller("kiem.tra")
                    let evidence = try await office.workflow.prove(event: event, by: auditor)
                    let proof = try ProofFile(Array(evidence.proof.utf8))
                    let checkpoint = try proof.verify(
                        leaf: .leaf(Array(evidence.entry.utf8)), log: VerifierKey(evidence.verifierKey),
                        witnesses: witnesses, quorum: 2)
                    #expect(checkpoint.checkpoint.size == size, "the newest that others cosigned")
                }
            }
            await log.sealer.shutdown()
        }
    }

    @Test("show an old backup that was put back whole, by what the witness saw", arguments: [1, 40])
    func wentBack(looks: Int) async throws {
        try await withOffice { office in
            let log = try await GrowingLog(office)
            let size = try log.published.size
            try await withWitness(of: [try log.key.text]) { witness in
                let witnessing = try log.witnessing(witness.asSetting)
                try await log.grow(by: 5)
                #expect(await witnessing.round().isEmpty)
                let seen = try log.published.size
                try await log.goBack(to: size)
                // The folder went back with the database, so the office itself cannot know. The witness does: first by
                // the size (409), and once the log has outgrown it by what is in it (422).
                try await log.grow(by: looks)
                #expect(try (log.published.size > seen) == (looks == 40))
                let running = await witnessing.round()
                #expect(running.count == 1 && running.first?.isEvidence == true, "\(running)")
                let restarted = try log.witnessing(witness.asSetting)
                try? FileManager.default.removeItem(atPath: log.folder.root + "/checkpoint.cosigned")
                let news = await restarted.round()
                #expect(news.count == 1 && news.first?.isEvidence == true, "\(news)")
                #expect(office.workflow.seal.contradiction?.contains("cosigned \(seen) entries") == true)
                // Posted by hand, the answers are those of the specification.
                let checkpoint = try #require(try log.folder.checkpoint(of: log.key))
                let request = try WitnessRequest(oldSize: 0, hashes: [], checkpoint: checkpoint)
                let answer = try await witness.visitor().send(
                    "POST", "/add-checkpoint", type: "text/plain", request.serialized)
                #expect(answer.status == 409 && answer.text == "\(seen)\n")
                #expect(answer["content-type"] == "text/x.tlog.size")
            }
            await log.sealer.shutdown()
        }
    }

    private static let lies: [(name: String, isEvidence: Bool, answer: @Sendable (Request) async throws -> Response)] =
        [
            ("another status", false, { _ in Response(status: .forbidden) }),
            ("nothing", false, { _ in Response(status: .ok) }),
            ("no signature", false, { _ in Response(status: .ok, body: text("— x AAAA\nhello\n")) }),
            (
                "not UTF-8", false,
                { _ in Response(status: .ok, body: .init(byteBuffer: ByteBuffer(bytes: [0xFF, 0xFE]))) }
            ),
            ("a size that is none", false, { _ in conflict("99999999999999999999999\n") }),
            ("a size of another type", false, { _ in Response(status: .conflict, body: text("5\n")) }),
            ("a size below for ever", false, { _ in conflict("1\n") }),
            ("a larger size", true, { _ in conflict("900000000\n") }),
            ("no consistency", true, { _ in Response(status: .unprocessableContent) }),
            (
                "too much", false,
                { _ in Response(status: .ok, body: text(String(repeating: "— x AAAA\n", count: 100_000))) }
            ),
            (
                "a redirection", false,
                { _ in Response(status: .temporaryRedirect, headers: [.location: "http://127.0.0.1:1/"]) }
            ),
        ]

    private static func text(_ text: String) -> ResponseBody { .init(byteBuffer: ByteBuffer(string: text)) }

    private static func conflict(_ size: String) -> Response {
        Response(status: .conflict, headers: [.contentType: "text/x.tlog.size"], body: text(size))
    }

    @Test("are not led astray by a witness that lies")
    func liars() async throws {
        try await withOffice { office in
            let log = try await GrowingLog(office)
            let key = try SigningKey(name: "liar.example", algorithm: .cosignature)
            for lie in Self.lies {
                try await withLyingWitness(lie.answer) { address in
                    let witnessing = try log.witnessing(.init(address: address, key: key.verifier.text))
                    let news = await witnessing.round()
                    #expect(news.count == 1 && news.first?.isEvidence == lie.isEvidence, "\(lie.name): \(news)")
                    #expect(try log.folder.cosigned(of: log.key) == nil, "\(lie.name)")
                }
            }
            // A cosignature by another key, and one over another checkpoint.
            let other = try SigningKey(name: "liar.example", algorithm: .cosignature)
            let origin = try log.key.name
            for (signer, root) in [(other, try log.published.root), (key, TreeHash.leaf([1]))] {
                let size = try log.published.size
                let line = try signer.cosign(Checkpoint(origin: origin, size: size, root: root), at: 5).line
                try await withLyingWitness({ _ in Response(status: .ok, body: Self.text(line + "\n")) }) { address in
                    let witnessing = try log.witnessing(.init(address: address, key: key.verifier.text))
                    #expect(await witnessing.round().first?.isEvidence == false)
                    #expect(try log.folder.cosigned(of: log.key) == nil)
                }
            }
            #expect(throws: WitnessRefusal.self) { try log.witnessing(.init(address: "http://x", key: "none")) }
            #expect(throws: WitnessRefusal.self) {
                try log.witnessing(.init(address: "http://x", key: log.key.text))
            }
            await log.sealer.shutdown()
        }
    }

    @Test("answer by HTTP exactly what the specification has, and take nothing that is too long")
    func http() async throws {
        let key = try SigningKey(name: "peer.example")
        let other = try SigningKey(name: "peer.example")
        let stranger = try SigningKey(name: "stranger.example")
        @Sendable func request(_ old: Int, _ size: Int, _ seed: UInt8 = 7, by key: SigningKey) throws -> String {
            let checkpoint = try Checkpoint(origin: key.verifier.name, size: size, root: .leaf([seed]))
            return try WitnessRequest(
                oldSize: old, hashes: [], checkpoint: SignedCheckpoint(checkpoint, signedBy: key)
            ).serialized
        }
        try await withWitness(of: [key.verifier.text]) { witness in
            let visitor = witness.visitor()
            func status(_ body: String) async throws -> Int {
                try await visitor.send("POST", "/add-checkpoint", type: "text/plain", body).status
            }
            #expect(try await status("hello") == 400)
            #expect(try await status(request(0, 1, by: stranger)) == 404)
            #expect(try await status(request(0, 1, by: other)) == 403)
            #expect(try await status(request(5, 1, by: key)) == 400, "it went back")
            let good = try await visitor.send("POST", "/add-checkpoint", type: "text/plain", try request(0, 1, by: key))
            #expect(good.status == 200 && good.text.hasPrefix("— witness.example ") && good.text.hasSuffix("\n"))
            #expect(try await status(request(0, 1, by: key)) == 409)
            #expect(try await status(request(1, 1, 8, by: key)) == 409, "a fork")
            #expect(try await status(request(1, 2, by: key)) == 422)
            #expect(try await status(request(1, 1, by: key)) == 200)
            #expect(try await status(String(repeating: "x", count: 70_000)) == 413)
            #expect(try await visitor.get("/add-checkpoint").status == 404)
            #expect(try await visitor.get("/").status == 404)
        }
    }
}
