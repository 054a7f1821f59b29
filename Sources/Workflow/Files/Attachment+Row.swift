public import Postgres
import Records

/// A file of a document, as a page shows it (tệp đính kèm).
public struct AttachmentView: Sendable {
    public enum Kind: String, Sendable, SQLValue {
        /// What arrived.
        case document
        case progress
        case result
    }

    public let id: Int
    public let note: Int?
    public let name: String
    public let mediaType: String
    public let size: Int
    public let kind: Kind
    /// The bytes were ruined on the way; the sender should send the file again.
    public let damaged: Bool

    public var isPDF: Bool { mediaType == "application/pdf" }

    init(_ row: borrowing Row) throws {
        id = try row["id"]
        note = try row["note_id"]
        name = try row["name"]
        mediaType = try row["media_type"]
        size = try row["size"]
        kind = try row["kind"]
        damaged = try row["damaged"]
    }
}

extension Transaction {
    /// Adds files to an intake or a document; their bytes are in the store already.
    borrowing func attach(
        _ files: [ReceivedFile], kind: AttachmentView.Kind, intake: Int? = nil, document: Int? = nil, note: Int? = nil,
        damaged: Set<[UInt8]> = [], by officer: Officer
    ) throws {
        for (ordinal, file) in files.enumerated() {
            try keep(file.digest, size: file.size)
            try execute(
                """
                INSERT INTO attachment (agency_id, intake_id, document_id, note_id, ordinal, kind, name, media_type,
                    digest, size, damaged, added_by)
                VALUES (\(officer.agency), \(intake), \(document), \(note), \(ordinal + 1), \(kind), \(file.name),
                    \(file.mediaType), \(file.digest), \(file.size), \(damaged.contains(file.digest)), \(officer.recorded))
                """)
        }
    }

    /// Names bytes that the store holds.
    borrowing func keep(_ digest: [UInt8], size: Int) throws {
        try execute(
            "INSERT INTO stored_file (digest, size) VALUES (\(digest), \(size)) ON CONFLICT (digest) DO NOTHING")
    }
}
