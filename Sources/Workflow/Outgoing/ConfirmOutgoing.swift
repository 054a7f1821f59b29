import Foundation
import Postgres
public import Records

/// What anybody may know of an issued document who holds its code (xác nhận văn bản).
///
/// Neither subject nor recipients: who found a paper, or guesses at one, learns nothing that is not printed beside the code.
public struct Confirmation: Sendable {
    public let reference: Reference
    public let issuedOn: Day
    public let issuer: String
    /// Why it is no longer in force; nothing while it is.
    public let closing: OutgoingDocument.ClosingMark?
    /// SHA-256 of the original; none of a paper that was not scanned.
    public let digest: [UInt8]?
}

/// How often documents may be looked up from one place.
enum ConfirmationLimits {
    static let window = 15 * 60
    static let most = 60
}

extension Workflow {
    /// Confirms an issued document to whoever holds its code (tra cứu xác nhận văn bản); each look is in the agency's trail.
    ///
    /// The code is what stands behind `/xac-nhan/` in the QR code.
    ///
    /// - Throws: ``WorkflowError/notFound`` for an unknown code, or where the office confirms nothing;
    ///   ``WorkflowError/tooManyLooks(seconds:)``
    public func confirm(_ code: String, from origin: Origin) async throws -> Confirmation {
        try requireSeal()
        if let seconds = try await countLook(from: origin) {
            try await tally(.outgoingConfirmed, on: .service, "too-many-looks", nil, from: origin)
            throw WorkflowError.tooManyLooks(seconds: seconds)
        }
        guard configuration.outgoing.confirmationAddress != nil, let wanted = UUID(confirmation: code),
            let found = try await database.row(
                "SELECT * FROM confirm_outgoing(\(wanted))",
                { row in
                    (
                        id: try row["id"] as Int, agency: try row["agency_id"] as Int,
                        confirmation: try Confirmation(row)
                    )
                })
        else {
            try await tally(.outgoingConfirmed, on: .service, "not-found", nil, from: origin)
            throw WorkflowError.notFound
        }
        let event = AuditEvent(.outgoingConfirmed, on: .outgoing(found.id))
        let caller = Caller.service(in: found.agency, origin: origin)
        try await looks.submit([Look(event: event, caller: caller)])
        return found.confirmation
    }

    /// Counts a look where the limit allows it; of many sent at once, no more pass than there are connections.
    ///
    /// - Returns: the seconds to wait, where there were too many; these are not counted, so that one who waits gets in.
    private func countLook(from origin: Origin) async throws -> Int? {
        guard let source = origin.source else { return nil }
        // All addresses of one house with IPv6 are one visitor's.
        let network: SQL =
            """
            (CASE family(\(source)::inet) WHEN 4 THEN \(source)::inet
             ELSE network(set_masklen(\(source)::inet, 64))::inet END)
            """
        return try await database.write { transaction in
            let counted = try transaction.affected(
                """
                INSERT INTO confirmation_look (network)
                SELECT \(network) WHERE (
                    SELECT count(*) FROM confirmation_look
                    WHERE network = \(network) AND at > now() - make_interval(secs => \(ConfirmationLimits.window))
                ) < \(ConfirmationLimits.most)
                """)
            guard counted == 0 else { return nil }
            return try transaction.row(
                """
                SELECT greatest(1, \(ConfirmationLimits.window) - extract(epoch FROM now() - min(at))::int) AS seconds
                FROM (SELECT at FROM confirmation_look WHERE network = \(network)
                      ORDER BY at DESC LIMIT \(ConfirmationLimits.most)) last
                """
            ) { try $0["seconds"] as Int } ?? ConfirmationLimits.window
        }
    }

    /// What a document's QR code says; nothing where the office confirms nothing.
    func confirmationLink(_ code: UUID) -> String? {
        configuration.outgoing.confirmationAddress.map { "\($0)/xac-nhan/\(code.confirmation)" }
    }
}

extension Confirmation {
    fileprivate init(_ row: borrowing Row) throws {
        self.init(
            reference: Reference(given: try row["number"], notation: try row["notation"]),
            issuedOn: try row["issued_on"], issuer: try row["issuer"], closing: try row["closing"],
            digest: try row["digest"])
    }
}

extension UUID {
    /// As it stands in an address: 32 small digits.
    var confirmation: String { uuidString.lowercased().replacing("-", with: "") }

    /// - Returns: `nil` for anything else.
    init?(confirmation text: String) {
        let digits = Set("0123456789abcdef".utf8)
        guard text.utf8.count == 32, text.utf8.allSatisfy(digits.contains) else { return nil }
        var dashed = Array(text)
        for place in [20, 16, 12, 8] { dashed.insert("-", at: place) }
        self.init(uuidString: String(dashed))
    }
}
