import Postgres
import Records
import TestOffice
import Testing
import TransparencyLog

@testable import Workflow

/// An office whose trail is sealed, asked as its database's owner as well.
struct SealedOffice {
    let office: TestOffice
    let people: People
    let sealer: Sealer
    /// What `congvan audit open-log` works with.
    let owner: Workflow

    init(_ office: TestOffice) async throws {
        self.office = office
        people = try await People(office)
        _ = try await office.wholeStory(people)
        sealer = try office.workflow.makeSealer()
        owner = try Workflow(.init(conninfo: office.ownerConninfo, connections: 2, files: office.folder))
        try await sealAll()
    }

    func close() async {
        await sealer.shutdown()
        await owner.shutdown()
    }

    /// Seals until no event waits; other tests' transactions delay it.
    func sealAll() async throws {
        try await eventually("everything is sealed") {
            try await sealer.seal()
            return try await office.count(
                """
                SELECT count(*) AS n FROM audit.event
                WHERE (log_id, xid, id) > (SELECT through_log, through_xid, through_id FROM audit.checkpoint
                                           ORDER BY log_id DESC, size DESC LIMIT 1)
                """) == 0
        }
    }

    func look() async throws { _ = try await office.workflow.incomingList(IncomingFilter(), by: people.clerk) }

    /// What only a superuser can do, as the restoring of a backup does.
    func put(_ statements: SQL...) async throws {
        try await office.owner.write { transaction in
            try transaction.execute("SET LOCAL session_replication_role = replica")
            for statement in statements { try transaction.execute(statement) }
        }
    }

    /// Puts the database back to a checkpoint, as a backup of that moment would.
    func goBack(to size: Int) async throws {
        try await put(
            """
            DELETE FROM audit.event WHERE (log_id, xid, id) > (SELECT through_log, through_xid, through_id
                FROM audit.checkpoint WHERE log_id = 1 AND size = \(size))
            """,
            "DELETE FROM audit.checkpoint WHERE size > \(size)")
    }

    func folder(_ log: Int) throws -> SealFolder { try office.workflow.sealFolder(of: log) }

    func published(_ log: Int) throws -> Checkpoint {
        try #require(try folder(log).checkpoint(of: folder(log).verifier())).checkpoint
    }

    /// The events of a log's entries, in their order.
    func sealed(_ log: Int) throws -> [Int] {
        try folder(log).entries(0..<published(log).size).compactMap { SealedEvent.id(in: $0) }
    }

    /// The evidence of an event, checked as an outsider does.
    func proves(_ event: Int, by key: String) async throws {
        let evidence = try await office.workflow.prove(event: event, by: people.auditor)
        #expect(evidence.verifierKey == key)
        try ProofFile(Array(evidence.proof.utf8))
            .verify(leaf: .leaf(Array(evidence.entry.utf8)), log: VerifierKey(key))
    }
}
