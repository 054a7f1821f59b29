import Postgres
public import Records

/// A registered document that another may be a copy of (văn bản có thể trùng).
public struct Duplicate: Sendable, Hashable {
    public enum Reason: String, Sendable, Hashable {
        /// The same number, symbol and date, of the same sender (Decree 30/2020, Appendix VI, III.1.h).
        case reference
        /// The same identifier, given by the same sender.
        case documentCode
        /// The same bytes.
        case file

        public var label: Phrase {
            switch self {
            case .reference: Phrase("cùng số, ký hiệu, ngày và nơi gửi", "same number, symbol, date and sender")
            case .documentCode: Phrase("cùng mã định danh văn bản", "same document identifier")
            case .file: Phrase("cùng tệp", "same file")
            }
        }
    }

    public let document: IncomingDocument.ID
    public let number: Int
    public let year: Int
    public let senderName: String
    public let reference: Reference
    public let subject: String
    public let reason: Reason
}

/// What a document may be a copy of, asked for and not answered yet.
struct Suspects {
    fileprivate let pending: [Pending<(Duplicate, sender: String)>]
    fileprivate let sender: [String]
}

extension Transaction {
    /// The documents that these details, this intake or these files seem to repeat.
    borrowing func duplicates(
        of details: IncomingDetails, of agency: Agency.ID, besides intake: Int?, files: [[UInt8]] = []
    ) throws -> [Duplicate] {
        try duplicates(among: suspects(of: details, of: agency, besides: intake, files: files))
    }

    borrowing func duplicates(among suspects: Suspects) throws -> [Duplicate] {
        var found: [Duplicate] = []
        for pending in suspects.pending {
            for (duplicate, sender) in try rows(pending)
            where duplicate.reason != .reference || Folding.words(sender) == suspects.sender {
                if !found.contains(where: { $0.document == duplicate.document }) { found.append(duplicate) }
            }
        }
        return found
    }

    /// Asks what these details, this intake or these files seem to repeat; it travels with what is asked next.
    borrowing func suspects(
        of details: IncomingDetails, of agency: Agency.ID, besides intake: Int?, files: [[UInt8]] = []
    ) throws -> Suspects {
        let columns: SQL = "d.id, d.number, d.year, d.sender_name, d.code_number, d.code_notation, d.subject"
        var coded: Pending<(Duplicate, sender: String)>?
        if let intake {
            coded = try later(
                """
                SELECT \(columns) FROM intake i JOIN incoming_document d ON d.agency_id = i.agency_id
                     AND d.sender_code = i.sender_code AND d.sender_document_code = i.sender_document_code
                WHERE i.id = \(intake) AND i.sender_document_code <> '' AND d.sender_document_code <> ''
                  AND d.intake_id IS DISTINCT FROM i.id LIMIT 5
                """
            ) { try Duplicate.read($0, .documentCode) }
        }
        var alike: Pending<(Duplicate, sender: String)>?
        if let issuedOn = details.issuedOn, !details.number.trimmed.isEmpty {
            alike = try later(
                """
                SELECT \(columns) FROM incoming_document d
                WHERE d.agency_id = \(agency) AND d.reference_key = \(details.reference.canonical)
                  AND d.issued_on = \(issuedOn) LIMIT 20
                """
            ) { try Duplicate.read($0, .reference) }
        }
        var same: Pending<(Duplicate, sender: String)>?
        if intake != nil || !files.isEmpty {
            same = try later(
                """
                SELECT \(columns) FROM attachment f JOIN incoming_document d ON d.id = f.document_id
                WHERE d.agency_id = \(agency) AND f.kind = 'document' AND f.digest = ANY (
                    SELECT digest FROM attachment WHERE intake_id = \(intake) UNION ALL SELECT unnest(\(files)::bytea[]))
                LIMIT 5
                """
            ) { try Duplicate.read($0, .file) }
        }

        return Suspects(
            pending: [coded, alike, same].compactMap(\.self), sender: Folding.words(details.senderName))
    }
}

extension Duplicate {
    fileprivate static func read(_ row: borrowing Row, _ reason: Reason) throws -> (Duplicate, sender: String) {
        let sender: String = try row["sender_name"]
        let duplicate = Duplicate(
            document: try row["id"], number: try row["number"], year: try row["year"], senderName: sender,
            reference: Reference(number: try row["code_number"], notation: try row["code_notation"]),
            subject: try row["subject"], reason: reason)
        return (duplicate, sender)
    }
}
