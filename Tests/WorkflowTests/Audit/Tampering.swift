import Foundation
import TestNumbers

/// One thing that somebody who rules the database and the log's folder may do to the trail.
struct Tampering: CustomStringConvertible {
    /// What superusers do at psql; nothing where a file is changed.
    var statements = ""
    /// A file of the log and which of its bits is turned.
    var file: (path: String, bit: Int)?
    /// Whether it is an event that must be named.
    var isOfEvent = true

    var description: String { file.map { "bit \($0.bit) of \($0.path)" } ?? statements }

    /// How each column is changed a little, by a number.
    private static func change(_ column: String, _ number: Int) -> String {
        let bit = 1 << (number % 20)
        // Transactions and logs are not in what is sealed, only the order that they give: the event goes behind the others.
        return switch column {
        case "id": "id + 900000000"
        case "at": "at + interval '\(number % 1000 + 1) microseconds'"
        case "xid": "((xid::text::bigint + 10000000)::text)::xid8"
        case "agency_id", "actor_id", "object_id", "document_id": "coalesce(\(column), 0) # \(bit)::bigint"
        case "version": "coalesce(version, 0) # \(bit)"
        case "network": "network(set_masklen('10.\(number % 250).1.0'::inet, 24))::cidr"
        case "request": "gen_random_uuid()"
        case "outcome": "CASE outcome WHEN 'allowed' THEN 'refused' ELSE 'allowed' END"
        case "channel": "CASE channel WHEN 'web' THEN 'api' ELSE 'web' END"
        case "detail": "detail || '{\"x\": \"\(number)\"}'"
        case "commitment":
            "CASE WHEN commitment IS NULL THEN sha256('x') ELSE set_byte(commitment, \(number % 32), "
                + "get_byte(commitment, \(number % 32)) # 1) END"
        case "log_id": "log_id + 1"
        case "off_hours": "NOT off_hours"
        case "sought": "array_append(sought, '0123456789abcdef')"
        default: "\(column) || chr(97 + \(number % 26))"
        }
    }

    private static let columns = [
        "id", "at", "xid", "agency_id", "actor_id", "actor_roles", "channel", "network", "session", "request", "action",
        "outcome", "reason", "object_kind", "object_id", "document_id", "version", "detail", "commitment", "log_id",
        "behalf", "off_hours", "sought",
    ]

    /// Draws one.
    ///
    /// `events` are the numbers of the sealed events, and `apart` those of them that have particulars. `files` are the
    /// log's files with their lengths, as the tree of its last checkpoint needs them.
    init(
        events: [Int], apart: [Int], files: [(path: String, bytes: Int)], month: String,
        using random: inout Seeded
    ) {
        // What is behind the last sealed event is no part of the seal, so the last ones stay where they are.
        let inner = events.dropLast(10)
        let event = inner.randomElement(using: &random)!, other = inner.randomElement(using: &random)!
        let number = Int.random(in: 0..<1_000_000, using: &random)
        let dice = Int.random(in: 0..<1000, using: &random)
        switch dice {
        case ..<500:
            let column = Self.columns.randomElement(using: &random)!
            statements = "UPDATE audit.event SET \(column) = \(Self.change(column, number)) WHERE id = \(event);"
        case ..<600: statements = "DELETE FROM audit.event WHERE id = \(events.randomElement(using: &random)!);"
        case ..<700:
            statements = """
                INSERT INTO audit.event OVERRIDING SYSTEM VALUE
                SELECT (s).* FROM (SELECT jsonb_populate_record(e, '{"id": \(900_000_000 + number)}') AS s FROM audit.event e
                WHERE id = \(event)) x;
                """
        case ..<780:
            // Two events change places: their transactions, or within one their numbers.
            let next = other == event ? events[events.firstIndex(of: event)! + 1] : other
            statements = """
                UPDATE audit.event e SET id = CASE WHEN a.xid = b.xid THEN CASE e.id WHEN a.id THEN b.id ELSE a.id END
                    ELSE e.id END, xid = CASE e.id WHEN a.id THEN b.xid ELSE a.xid END
                FROM (SELECT * FROM audit.event WHERE id = \(event)) a, (SELECT * FROM audit.event WHERE id = \(next)) b
                WHERE e.id IN (a.id, b.id);
                """
        case ..<880:
            let change = [
                "text = overlay(text placing chr(97 + \(number % 26)) || '' from 3 for 0)",
                "salt = set_byte(salt, \(number % 16), get_byte(salt, \(number % 16)) # \(1 << (number % 8)))",
                "agency_id = coalesce(agency_id, 0) + 1",
            ].randomElement(using: &random)!
            statements =
                "UPDATE audit.particulars SET \(change) WHERE event_id = \(apart.randomElement(using: &random)!);"
        case ..<890:
            statements = "DROP TABLE audit.event_\(month);"
        case ..<960:
            isOfEvent = false
            let chosen = files.randomElement(using: &random)!
            file = (chosen.path, Int.random(in: 0..<chosen.bytes * 8, using: &random))
        default:
            isOfEvent = false
            let change = [
                "root = set_byte(root, \(number % 32), get_byte(root, \(number % 32)) # 1)",
                "note = overlay(note placing 'x' from \(number % 60 + 1) for 0)", "through_id = through_id + 1",
                "size = size + 1000",
            ].randomElement(using: &random)!
            statements = """
                UPDATE audit.checkpoint SET \(change) WHERE size = (SELECT size FROM audit.checkpoint ORDER BY size
                OFFSET \(number % 3) LIMIT 1);
                """
        }
        statements = statements.replacing("\n", with: " ")
    }
}
