import Exchange
import Foundation
import Postgres
import Records
import TestOffice
import Workflow

/// What a clerk would write about a plan of the office.
func dispatchDetails(_ number: String = "27") -> DispatchDetails {
    var details = DispatchDetails()
    details.number = number
    details.notation = "KH-BTV"
    details.issuedOn = Day("2026-11-20")
    details.place = "Mẫu"
    details.typeName = "Kế hoạch"
    details.subject = "Kế hoạch tập huấn cán bộ Hội cơ sở"
    details.signerName = "Nguyễn Thị Lan"
    details.signerPosition = "Chủ tịch"
    details.signerCompetence = "TM. BAN THƯỜNG VỤ"
    return details
}

extension TestOffice {
    /// Three agencies: two through the peer `a`, one through `b`, which takes 20 kB at most.
    func directory(_ people: People) async throws {
        var entries = [
            CorrespondentEntry(code: "H99.01", name: "Sở Nội vụ"),
            CorrespondentEntry(code: "H99.02", name: "Hội Liên hiệp Phụ nữ xã Thử"),
            CorrespondentEntry(code: "H99.03", name: "Ủy ban nhân dân xã Bến Lim"),
        ]
        for place in 0..<3 { entries[place].peer = place < 2 ? "a" : "b" }
        entries[0].linked = "000.00.01.H99"
        entries[2].largestPacket = 20_000
        _ = try await workflow.enterCorrespondents(entries, from: "test", by: people.administrator)
    }

    /// A draft with a small file, to these.
    func draft(
        _ people: People, to recipients: [String] = ["H99.01", "H99.02"], number: String = "27", bytes: Int = 600
    ) async throws -> Dispatch.ID {
        var draft = DispatchDraft()
        draft.details = dispatchDetails(number)
        draft.files = [
            try file("ke hoach.pdf", Array("%PDF-1.4 \(number)\n".utf8) + Array(repeating: 65, count: bytes))
        ]
        draft.recipients = recipients
        return try await workflow.draftDispatch(draft, by: people.clerk)
    }

    /// Something that was sent, and has version 2.
    func sent(_ people: People, to recipients: [String] = ["H99.01", "H99.02"], number: String = "27") async throws
        -> Dispatch.ID
    {
        let id = try await draft(people, to: recipients, number: number)
        try await workflow.sendDispatch(id, seen: 1, by: people.clerk)
        return id
    }

    /// A way of the agency `H99.18`.
    func peer(_ name: String, _ transport: any Transport) -> ExchangePeer {
        ExchangePeer(name: name, agency: "H99.18", transport: transport)
    }

    /// Posts envelopes of an agency to `H99.02`, as those of before are there.
    func posted(_ count: Int, of agency: String, through peer: String, dueIn pause: String = "0 s") async throws {
        try await owner.write { transaction in
            try transaction.execute(
                """
                INSERT INTO audit.event (agency_id, actor_roles, channel, action, outcome, object_kind)
                SELECT id, 'service', 'service', 'dispatch.sent', 'allowed', 'dispatch' FROM agency WHERE code = \(agency)
                """)
            try transaction.execute(
                """
                INSERT INTO outgoing_envelope (agency_id, peer, sender, recipient, message_id, kind, body, next_attempt_at)
                SELECT id, \(peer), \(agency), 'H99.02', gen_random_uuid()::text, 'document', 'x',
                       now() + \(pause)::interval
                FROM agency, generate_series(1, \(count)) WHERE code = \(agency)
                """)
        }
    }

    /// Puts a status in the parcels that came, as a receiver does.
    func statusCame(
        _ code: String, from sender: String, about document: String = "", reference: String = "", day: Day? = nil,
        at: String = "2026-11-21T08:00:00Z", _ description: String = ""
    ) async throws {
        let digest = Array(UUID().uuidString.utf8.prefix(32))
        let agency = try await count("SELECT id AS n FROM agency WHERE code = 'H99.18'")
        try await owner.write { transaction in
            try transaction.execute(
                """
                INSERT INTO audit.event (agency_id, actor_roles, channel, action, outcome, object_kind)
                VALUES (\(agency), 'service', 'service', 'intake.received', 'allowed', 'service')
                """)
            try transaction.execute("INSERT INTO stored_file (digest, size) VALUES (\(digest), 1)")
            try transaction.execute(
                """
                INSERT INTO exchange_status_received (agency_id, peer, digest, from_code, code, about_document_code,
                    about_reference, about_issued_on, told_at, description)
                VALUES (\(agency), 'a', \(digest), \(sender), \(code), \(document), \(reference), \(day),
                    \(at)::timestamptz, \(description))
                """)
        }
        try await workflow.enterWaitingStatuses(in: agency)
    }

    /// Goes through sending, so that its tables have rows.
    func sendingStory(_ people: People) async throws {
        try await directory(people)
        _ = try await workflow.synchroniseDirectory(
            [AxisAgency(code: "H99.05", name: "Sở Tư pháp")], of: "a", by: people.administrator)
        let id = try await sent(people)
        _ = try await draft(people, number: "28")
        try await statusCame(
            "01", from: "H99.01", about: try await workflow.dispatch(id, by: people.clerk).documentCode)
    }
}
