import Postgres
import Testing

/// The numbers of outgoing documents as they stand in the database, and what must be true of them.
struct GivenNumbers: Sendable {
    struct Entry: Sendable {
        let document: Int
        let number: Int
        /// How many times the trail says that it was numbered, and with this number.
        let events: Int
    }

    let entries: [Entry]
    let lastNumber: Int
    let year: Int

    static func read(as owner: String) async throws -> GivenNumbers {
        try await asOwner(owner) { database in
            try await database.read { transaction in
                let entries = try transaction.rows(
                    """
                    SELECT d.id, d.number, (
                        SELECT count(*) FROM audit.event e
                        WHERE e.object_kind = 'outgoing' AND e.object_id = d.id AND e.action = 'outgoing.numbered'
                          AND e.outcome = 'allowed' AND e.detail ->> 'number' = d.number::text) AS events
                    FROM outgoing_document d WHERE d.number IS NOT NULL ORDER BY d.number
                    """
                ) { Entry(document: try $0["id"], number: try $0["number"], events: try $0["events"]) }
                let last = try transaction.row(
                    """
                    SELECT y.year, y.last_number FROM register_year y JOIN register r ON r.id = y.register_id
                    WHERE r.direction = 'outgoing'
                    """
                ) { (year: try $0["year"] as Int, number: try $0["last_number"] as Int) }
                return GivenNumbers(entries: entries, lastNumber: last?.number ?? 0, year: last?.year ?? 0)
            }
        }
    }

    /// Every number that a clerk was told is that document's, and they count 1, 2, 3 … without a gap.
    func mustAgree(with clerks: Clerks) {
        #expect(clerks.surprises.isEmpty)
        let told = Dictionary(clerks.told.values.map { ($0.document, $0.number) }) { first, _ in first }
        #expect(told.count == clerks.told.count, "no document was numbered for two clerks")
        #expect(entries.count == told.count, "every document has its number, and no other has one")
        #expect(entries.filter { told[$0.document] != $0.number }.isEmpty, "each has the number that was told")
        #expect(entries.map(\.number) == Array(1...max(1, entries.count)), "numbers without gap or repeat")
        #expect(lastNumber == entries.count)
        #expect(entries.filter { $0.events != 1 }.isEmpty, "each number is on record once")
    }
}
