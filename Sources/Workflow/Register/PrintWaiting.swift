import Foundation
import Glibc
import Postgres
import Records

/// A print that one worker makes.
private struct LeasedPrint: Sendable, Codable {
    let id: Int
    let agency: Agency.ID
    let book: String
    let year: Int
    let attempts: Int
    let worker: UUID
}

/// Nothing waits, or somebody else prints it.
private struct NothingWaits: Error {}

/// Another worker has taken the print over: this one was silent for too long.
private struct PrintLost: Error {}

extension Workflow {
    /// Makes the print that waits longest, if one does.
    ///
    /// It is work for the background: a long book takes minutes. What a stop of the service interrupts is begun again by the
    /// next, and after the third time given up.
    ///
    /// - Returns: whether one was made or given up.
    public func printWaitingBook() async throws -> Bool {
        let agencies = try await database.read { transaction in
            try transaction.rows("SELECT id FROM agencies_with_waiting_prints() AS id ORDER BY 1") {
                try $0["id"] as Agency.ID
            }
        }
        var fault: (any Error)?
        for agency in agencies {
            do {
                guard let print = try await leasePrint(of: agency) else { continue }
                try await make(print)
                return true
            } catch {
                // One agency's print keeps nobody else's waiting.
                if Task.isCancelled || Self.isUnavailable(error) { throw error }
                fault = error
            }
        }
        if let fault { throw fault }
        return false
    }

    /// Takes a print that nobody works on, for one worker.
    private func leasePrint(of agency: Agency.ID) async throws -> LeasedPrint? {
        let worker = UUID()
        do {
            return try await act(AuditEvent(.printStarted, on: .register(0)), by: .service(in: agency), key: nil) {
                transaction in
                let taken = try transaction.row(
                    """
                    WITH waiting AS (
                        SELECT p.id FROM book_print p LEFT JOIN book_print_progress g ON g.print_id = p.id
                        WHERE p.agency_id = \(agency) AND p.finished_at IS NULL
                          AND (g.beat_at IS NULL OR g.beat_at < now() - interval '1 minute')
                        ORDER BY p.id LIMIT 1 FOR UPDATE OF p SKIP LOCKED
                    ), taken AS (
                        INSERT INTO book_print_progress (print_id, agency_id, worker)
                        SELECT id, \(agency), \(worker) FROM waiting
                        ON CONFLICT (print_id) DO UPDATE SET worker = excluded.worker, lines_done = 0, beat_at = now(),
                            attempts = book_print_progress.attempts + 1
                        WHERE book_print_progress.beat_at < now() - interval '1 minute'
                        RETURNING print_id, attempts)
                    SELECT p.id, p.book, p.year, t.attempts FROM taken t JOIN book_print p ON p.id = t.print_id
                    """
                ) { row in
                    LeasedPrint(
                        id: try row["id"], agency: agency, book: try row["book"], year: try row["year"],
                        attempts: try row["attempts"], worker: worker)
                }
                guard let taken else { throw NothingWaits() }
                let detail = ["print": "\(taken.id)", "attempt": "\(taken.attempts)"]
                let register = BookAddress(taken.book)?.register ?? 0
                return Audited(taken, AuditEvent(.printStarted, on: .register(register), detail: detail))
            }
        } catch is NothingWaits {
            return nil
        }
    }

    private func make(_ print: LeasedPrint) async throws {
        let target = store.temporary()
        defer { unlink(target) }
        do {
            guard print.attempts <= 3 else { throw PaperToolFault.failed(program: "book.py", status: 137) }
            guard let programs = configuration.outgoing.programs else {
                throw WorkflowError.outgoingObstacle(.noPrograms)
            }
            let contents = try await contents(of: print)
            let proof = BookProof(of: contents, printedAt: now())
            let pages = try await BookPrinter(programs: programs).print(contents, proof: proof, to: target) { lines in
                try await beat(print, lines)
            }
            let stored = try store.adopt(decoded: target)
            try await finish(print, contents.rows.count, pages, proof.digest, stored.digest, stored.size)
        } catch let fault as PaperToolFault {
            try await giveUp(print, fault.sentence)
        } catch let refusal as WorkflowError {
            try await giveUp(print, refusal.sentence)
        } catch is PrintLost {
        } catch {
            // A stop, or a database that is away: whoever comes next begins again at once. Whatever else it is counts as
            // an attempt, a minute later.
            if Task.isCancelled || Self.isUnavailable(error) { try? await letGo(print) }
            throw error
        }
    }

    /// The whole book, read in the time that reports have.
    private func contents(of print: LeasedPrint) async throws -> BookContents {
        guard let address = BookAddress(print.book) else { throw WorkflowError.notFound }
        return try await reports.read(prelude: Self.wall(print.agency)) { transaction in
            let head = try transaction.head(of: address, year: print.year, print.agency)
            return try transaction.contents(of: head, .all)
        }
    }

    /// Says that the print is still being made, and how far it is.
    private func beat(_ print: LeasedPrint, _ lines: Int) async throws {
        let isOurs = try await database.write(prelude: Self.wall(print.agency)) { transaction in
            try transaction.affected(
                """
                UPDATE book_print_progress SET lines_done = \(lines), beat_at = now()
                WHERE print_id = \(print.id) AND worker = \(print.worker)
                """)
        }
        guard isOurs == 1 else { throw PrintLost() }
    }

    private func letGo(_ print: LeasedPrint) async throws {
        // A task that was cancelled asks nothing any more.
        try await Task.detached { [self] in
            _ = try await database.write(prelude: Self.wall(print.agency)) { transaction in
                try transaction.affected(
                    """
                    UPDATE book_print_progress SET beat_at = '-infinity', attempts = attempts - 1
                    WHERE print_id = \(print.id) AND worker = \(print.worker)
                    """)
            }
        }.value
    }

    private func finish(
        _ print: LeasedPrint, _ lines: Int, _ pages: Int, _ proof: String, _ digest: [UInt8], _ size: Int
    ) async throws {
        let register = BookAddress(print.book)?.register ?? 0
        let detail = ["print": "\(print.id)", "lines": "\(lines)", "pages": "\(pages)", "sha256": proof]
        let event = AuditEvent(.registerPrinted, on: .register(register), detail: detail)
        let _: Bool = try await act(event, by: .service(in: print.agency), key: nil) { transaction in
            try transaction.keep(digest, size: size)
            try transaction.requireLease(print)
            try transaction.execute(
                """
                UPDATE book_print SET finished_at = now(), lines = \(lines)::bigint, pages = \(pages)::bigint,
                    proof = decode(\(proof), 'hex'), digest = \(digest), size = \(size)
                WHERE id = \(print.id) AND finished_at IS NULL
                """)
            return Audited(true, event)
        }
    }

    private func giveUp(_ print: LeasedPrint, _ why: Phrase) async throws {
        let register = BookAddress(print.book)?.register ?? 0
        var event = AuditEvent(.registerPrinted, on: .register(register), detail: ["print": "\(print.id)"])
        event.outcome = .failed
        let failed = event
        let _: Bool = try await act(failed, by: .service(in: print.agency), key: nil) { transaction in
            try transaction.requireLease(print)
            try transaction.execute(
                """
                UPDATE book_print SET finished_at = now(), failure = \(why.vietnamese)
                WHERE id = \(print.id) AND finished_at IS NULL
                """)
            return Audited(true, failed)
        }
    }
}

extension Transaction {
    /// Holds the lease until the commit.
    fileprivate borrowing func requireLease(_ print: LeasedPrint) throws {
        let isOurs = try row(
            """
            SELECT true AS ours FROM book_print_progress
            WHERE print_id = \(print.id) AND worker = \(print.worker) FOR UPDATE
            """
        ) { try $0["ours"] as Bool }
        guard isOurs == true else { throw PrintLost() }
    }
}
