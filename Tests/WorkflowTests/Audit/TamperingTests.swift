import Foundation
import Postgres
import Records
import TestNumbers
import TestOffice
import Testing
import TransparencyLog

@testable import Workflow

@Suite("A trail that somebody tampered with")
struct TamperingTests {
    /// So many for each seed: with four seeds, a thousand.
    private static let cases = 250
    private static let restore = """
        DELETE FROM audit.event e WHERE NOT EXISTS (SELECT FROM saved.event s WHERE s = e);
        INSERT INTO audit.event OVERRIDING SYSTEM VALUE SELECT * FROM saved.event s
        WHERE NOT EXISTS (SELECT FROM audit.event e WHERE e = s);
        DELETE FROM audit.particulars e WHERE NOT EXISTS (SELECT FROM saved.particulars s WHERE s = e);
        INSERT INTO audit.particulars SELECT * FROM saved.particulars s
        WHERE NOT EXISTS (SELECT FROM audit.particulars e WHERE e = s);
        DELETE FROM audit.checkpoint e WHERE NOT EXISTS (SELECT FROM saved.checkpoint s WHERE s = e);
        INSERT INTO audit.checkpoint SELECT * FROM saved.checkpoint s
        WHERE NOT EXISTS (SELECT FROM audit.checkpoint e WHERE e = s);
        """

    /// Seals what there is, and waits for what is still undecided because of other tests.
    private static func sealAll(_ office: TestOffice, _ sealer: Sealer) async throws {
        for _ in 0..<600 {
            try await sealer.seal()
            let events = try await office.count("SELECT count(*) AS n FROM audit.event")
            if try await office.count("SELECT coalesce(max(size), 0) AS n FROM audit.checkpoint") == events { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Failed("not every event is sealed within half a minute")
    }

    @Test("is found out by both verifiers, a thousand times, and both name the same event", arguments: [1, 2, 3, 4])
    func thousand(seed: Int) async throws {
        print("tampering: seed \(seed)")
        var random = Seeded(seed)
        try await withOffice { office in
            let people = try await People(office)
            _ = try await office.wholeStory(people)
            let sealer = try office.workflow.makeSealer()
            for part in 0..<3 {
                for number in 0..<75 {
                    var filter = IncomingFilter()
                    filter.text = "tim \(part) \(number)"
                    _ = try await office.workflow.incomingList(filter, by: people.clerk)
                }
                try await Self.sealAll(office, sealer)
            }
            await sealer.shutdown()
            let events = try await office.owner.read { transaction in
                try transaction.rows("SELECT id FROM audit.event ORDER BY log_id, xid, id") { try $0["id"] as Int }
            }
            let apart = try await office.owner.read { transaction in
                try transaction.rows("SELECT event_id AS id FROM audit.particulars ORDER BY 1") { try $0["id"] as Int }
            }
            let month = try await office.owner.row("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM') AS m") {
                try $0["m"] as String
            }
            let files = try Self.files(office.workflow.sealFolder(), size: events.count)
            let superuser = try Superuser(office)
            try superuser.run(
                """
                CREATE SCHEMA saved; CREATE TABLE saved.event AS SELECT * FROM audit.event;
                CREATE TABLE saved.particulars AS SELECT * FROM audit.particulars;
                CREATE TABLE saved.checkpoint AS SELECT * FROM audit.checkpoint;
                """)
            let python = try IndependentVerifier(office, office.folder + "/dump")
            try python.dump()
            #expect(try await office.quietVerdict().complaint == nil)
            #expect(try python.complaint(office) == nil)
            for number in 0..<Self.cases {
                let tampering = Tampering(
                    events: events, apart: apart, files: files, month: month ?? "", using: &random)
                if let file = tampering.file { try Self.turn(file) } else { try superuser.run(tampering.statements) }
                try python.dump()
                let ours = try await office.quietVerdict().complaint
                let theirs = try python.complaint(office)
                #expect(
                    ours != nil && theirs != nil,
                    "seed \(seed), \(number): \(tampering): \(ours ?? "-"), \(theirs ?? "-")")
                if tampering.isOfEvent, let ours, let theirs {
                    #expect(
                        ours.hasPrefix("event ") && theirs.contains(": \(ours)\n"),
                        "seed \(seed), \(number): \(tampering): \(ours), \(theirs)")
                }
                if let file = tampering.file {
                    try Self.turn(file)
                } else {
                    try superuser.run("SELECT audit.make_partitions();" + Self.restore)
                }
            }
            try python.dump()
            #expect(try await office.quietVerdict().complaint == nil, "everything is as it was again")
            #expect(try python.complaint(office) == nil)
            python.end()
            superuser.end()
        }
    }

    /// The files that the log's last state is made of.
    private static func files(_ folder: SealFolder, size: Int) throws -> [(path: String, bytes: Int)] {
        var tiles = Array(try Tile.added(from: 0, to: size))
        tiles = tiles.filter { $0.isFull || !FileManager.default.fileExists(atPath: "\(folder.root)/\($0.full.path)") }
        return try (tiles.map(\.path) + ["checkpoint"]).map { path in
            let path = "\(folder.root)/\(path)"
            return (path, try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0)
        }
    }

    private static func turn(_ file: (path: String, bit: Int)) throws {
        var data = try Data(contentsOf: URL(filePath: file.path))
        data[file.bit / 8] ^= 1 << UInt8(file.bit % 8)
        try data.write(to: URL(filePath: file.path))
    }

    @Test("is not signed over after the database was put back to an earlier state by pg_restore")
    func restoredSnapshot() async throws {
        try await withOffice { office in
            let people = try await People(office)
            _ = try await office.wholeStory(people)
            let sealer = try office.workflow.makeSealer()
            try await Self.sealAll(office, sealer)
            let dump = office.folder + "/dump"
            try Self.run("/usr/bin/pg_dump", ["-Fc", "-f", dump, "-d", office.ownerConninfo])
            let before = try await office.count("SELECT max(size) AS n FROM audit.checkpoint")
            for _ in 0..<5 { _ = try await office.workflow.incomingList(IncomingFilter(), by: people.clerk) }
            try await Self.sealAll(office, sealer)
            let signed = try await office.count("SELECT max(size) AS n FROM audit.checkpoint")
            await sealer.shutdown()
            try Self.run("/usr/bin/pg_restore", ["--clean", "--if-exists", "-d", office.ownerConninfo, dump])
            let again = try office.workflow.makeSealer()
            await #expect(throws: SealFault.wentBack(signed: signed, found: before)) { try await again.seal() }
            #expect(
                try await office.count("SELECT max(size) AS n FROM audit.checkpoint") == before, "nothing is signed")
            #expect(try await office.quietVerdict().complaint?.contains("went back") == true)
            await again.shutdown()
        }
    }

    private static func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
    }
}
