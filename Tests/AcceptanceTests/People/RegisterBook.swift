import Postgres
import Testing

/// The register as it stands in the database, and what must be true of it.
struct RegisterBook: Sendable {
    struct Entry: Sendable {
        let subject: String
        let told: Clerks.Told
        /// How many times the trail says that it was registered.
        let events: Int
    }

    let entries: [Entry]
    let lastNumber: Int
    /// Registrations in the trail, of whatever documents.
    let events: Int

    /// Opens the register.
    static func read(as owner: String) async throws -> RegisterBook {
        try await asOwner(owner) { database in
            try await database.read { transaction in
                let entries = try transaction.rows(
                    """
                    SELECT d.subject, d.id, d.number, (
                        SELECT count(*) FROM audit.event e
                        WHERE e.document_id = d.id AND e.action = 'incoming.registered' AND e.outcome = 'allowed') AS events
                    FROM incoming_document d ORDER BY d.number
                    """
                ) { row in
                    Entry(
                        subject: try row["subject"], told: .init(document: try row["id"], number: try row["number"]),
                        events: try row["events"])
                }
                let last = try transaction.row("SELECT coalesce(max(last_number), 0) AS n FROM register_year") {
                    try $0["n"] as Int
                }
                let events = try transaction.row(
                    "SELECT count(*) AS n FROM audit.event WHERE action = 'incoming.registered' AND outcome = 'allowed'"
                ) { try $0["n"] as Int }
                return RegisterBook(entries: entries, lastNumber: last ?? -1, events: events ?? -1)
            }
        }
    }

    /// Every number that a clerk was told stands in the book once, and the book counts 1, 2, 3 … without a gap.
    func mustAgree(with clerks: Clerks) {
        #expect(clerks.surprises.isEmpty)
        let told = clerks.told
        #expect(entries.count == told.count, "every paper is registered, and none twice")
        let wrong = entries.filter { told[$0.subject] != $0.told }
        #expect(wrong.isEmpty, "the book says otherwise than the clerks were told")
        #expect(Set(entries.map(\.subject)).count == entries.count)
        #expect(entries.map(\.told.number) == Array(1...max(1, entries.count)), "numbers without gap or repeat")
        #expect(lastNumber == entries.count)
        #expect(entries.filter { $0.events != 1 }.isEmpty, "each registration is on record once")
        #expect(events == entries.count)
    }
}
