public import Foundation
public import Postgres
public import Records

/// A print of a book that was asked for (bản in sổ).
public struct BookPrint: Sendable {
    public enum State: String, Sendable, CaseIterable {
        case waiting, printing, done, failed
    }

    public let id: Int
    public let title: String
    public let year: Int
    public let state: State
    public let askedBy: String
    public let askedAt: Date
    /// How many lines are laid out, while it is printed.
    public let linesDone: Int
    /// How many lines it has, once it is printed.
    public let lines: Int?
    public let pages: Int?
    public let size: Int?
    /// The SHA-256 of its lines, as it stands on its last page.
    public let proof: String?
    /// Why there is none, in the office's words.
    public let failure: String
}

extension Workflow {
    /// Asks for a print of a book as PDF (in sổ), which is made in the background; one at a time for a person.
    ///
    /// - Returns: the print's number.
    /// - Throws: ``WorkflowError/outgoingObstacle(_:)`` where the last one is not finished, or nothing is printed here.
    public func askPrint(
        of address: BookAddress, year: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        let isPossible = configuration.outgoing.programs != nil
        let detail = ["year": "\(year)", "book": "\(address)"]
        let attempt = AuditEvent(.printAsked, on: .register(address.register ?? 0), detail: detail)
        return try await act(attempt, by: caller, key: key) { transaction in
            try AccessRule.require(.readRegisters, of: officer.roles)
            guard isPossible else { throw WorkflowError.outgoingObstacle(.noPrograms) }
            let head = try transaction.head(of: address, year: year, officer.agency)
            let title = head.book == .followUp ? "\(head.book.title.capitalizedOnce) (\(head.name))" : head.name
            let asked = try transaction.row(
                """
                INSERT INTO book_print (agency_id, book, title, year, asked_by)
                VALUES (\(officer.agency), \("\(address)"), \(title), \(year)::bigint, \(officer.id))
                ON CONFLICT (asked_by) WHERE finished_at IS NULL DO NOTHING RETURNING id
                """
            ) { try $0["id"] as Int }
            guard let asked else { throw WorkflowError.outgoingObstacle(.printWaiting) }
            var event = attempt
            event.detail["print"] = "\(asked)"
            return Audited(asked, event)
        }
    }

    /// The agency's prints, the newest first (bản in).
    public func bookPrints(by caller: Caller) async throws -> [BookPrint] {
        let attempt = AuditEvent(.registersListed, on: .register(0), detail: ["list": "prints"])
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.readRegisters, of: caller.officer.roles)
            let prints = try transaction.rows(
                """
                SELECT p.*, encode(p.proof, 'hex') AS proof_text, o.name AS asker, g.lines_done,
                       CASE WHEN p.digest IS NOT NULL THEN 'done' WHEN p.finished_at IS NOT NULL THEN 'failed'
                            WHEN g.beat_at > now() - interval '1 minute' THEN 'printing' ELSE 'waiting' END AS state
                FROM book_print p JOIN officer o ON o.id = p.asked_by
                     LEFT JOIN book_print_progress g ON g.print_id = p.id
                WHERE p.agency_id = \(caller.officer.agency) ORDER BY p.id DESC LIMIT 50
                """
            ) { try BookPrint($0) }
            return Audited(prints, attempt)
        }
    }

    /// Opens a print that is done (tải bản in).
    ///
    /// - Throws: ``WorkflowError/notFound`` where there is none, or not yet.
    public func openPrint(_ id: Int, by caller: Caller) async throws -> OpenedFile {
        let attempt = AuditEvent(.printOpened, on: .register(0), detail: ["print": "\(id)"])
        let store = store
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.readRegisters, of: caller.officer.roles)
            let file = try transaction.row(
                """
                SELECT title, year, digest, size FROM book_print
                WHERE id = \(id) AND agency_id = \(caller.officer.agency) AND digest IS NOT NULL
                """
            ) { row in
                let digest: [UInt8] = try row["digest"]
                return OpenedFile(
                    path: store.path(of: digest), name: "\(try row["title"] as String) \(try row["year"] as Int).pdf",
                    mediaType: "application/pdf", size: try row["size"], digest: digest)
            }
            guard let file else { throw WorkflowError.notFound }
            return Audited(file, attempt)
        }
    }
}

extension BookPrint.State: SQLValue {}

extension BookPrint {
    fileprivate init(_ row: borrowing Row) throws {
        self.init(
            id: try row["id"], title: try row["title"], year: try row["year"], state: try row["state"],
            askedBy: try row["asker"], askedAt: try row["asked_at"], linesDone: try row["lines_done"] ?? 0,
            lines: try row["lines"], pages: try row["pages"], size: try row["size"], proof: try row["proof_text"],
            failure: try row["failure"])
    }
}
