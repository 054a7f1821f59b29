import Foundation
import Postgres
import Records

/// A PDF that goes with an outgoing document in a file of its own (phụ lục, tài liệu kèm theo).
struct AttachedPDF: Sendable {
    let id: Int
    let name: String
    let path: String
}

/// The same with the agency's signature.
struct SealedAttachment: Sendable {
    let from: AttachedPDF
    let file: ReceivedFile
}

extension Workflow {
    /// Signs each attached PDF for the agency, at the upper right of its first page (Nghị định 30/2020, Phụ lục I.II.8).
    ///
    /// What bears the agency's signature already, or one that forbids any other, goes as it is.
    ///
    /// - Throws: ``WorkflowError/fileRefused(_:)`` with the file's name; none is signed then.
    func sealed(
        _ files: [AttachedPDF], of reference: Reference, by officer: Officer
    ) async throws -> [SealedAttachment] {
        try await withThrowingTaskGroup(of: SealedAttachment?.self) { group in
            for file in files {
                group.addTask {
                    do throws(PaperFault) {
                        return try await seal(file, of: reference, by: officer)
                    } catch {
                        switch error.reason {
                        case .signedAlready, .locked: return nil
                        default: throw error.about(file)
                        }
                    }
                }
            }
            var sealed: [SealedAttachment] = []
            for try await one in group { if let one { sealed.append(one) } }
            return sealed.sorted { $0.from.id < $1.from.id }
        }
    }

    private func seal(
        _ file: AttachedPDF, of reference: Reference, by officer: Officer
    ) async throws(PaperFault) -> SealedAttachment {
        do {
            let made = try await made(named: file.name) { target in
                try await papers.seal(file.path, to: target, by: officer, as: .attachment(of: "\(reference)"))
            }
            return SealedAttachment(from: file, file: made.file)
        } catch let fault as PaperFault { throw fault } catch { throw PaperFault(.internalFault, "\(error)") }
    }

    /// Whether the agency will be able to sign an attached PDF.
    ///
    /// - Throws: ``WorkflowError/fileRefused(_:)`` with its name and what to do.
    func requireSealable(_ file: AttachedPDF) async throws {
        do {
            let facts = try await papers.inspect(file.path)
            guard !facts.contents.contains(where: \.isActive) else { throw PaperFault(.active) }
        } catch let fault as PaperFault { throw fault.about(file) }
    }
}

extension PaperFault {
    /// The fault with the name of the file, where it is the file's.
    fileprivate func about(_ file: AttachedPDF) -> any Error {
        guard !isOurs else { return self }
        let name = file.name
        return WorkflowError.fileRefused(
            Phrase(
                "Tệp kèm theo “\(name)”: \(sentence.vietnamese)", "The attached file “\(name)”: \(sentence.english)"))
    }
}

extension Transaction {
    /// The PDFs that go with a document, as they were attached.
    borrowing func attachedPDFs(of document: OutgoingDocument.ID, in store: FileStore) throws -> [AttachedPDF] {
        try rows(
            """
            SELECT id, name, digest FROM attachment
            WHERE outgoing_id = \(document) AND media_type = 'application/pdf' AND sealed_from IS NULL
              AND dropped_at IS NULL
            ORDER BY ordinal
            """
        ) { AttachedPDF(id: try $0["id"], name: try $0["name"], path: store.path(of: try $0["digest"])) }
    }

    /// Keeps attachments that the agency signed beside those that they were made from.
    borrowing func keep(
        _ sealed: [SealedAttachment], outgoing: OutgoingDocument.ID, by officer: Officer
    ) throws {
        for one in sealed {
            try keep(one.file.digest, size: one.file.size)
            try execute(
                """
                INSERT INTO attachment (agency_id, outgoing_id, ordinal, kind, name, media_type, digest, size, added_by,
                    sealed_from)
                SELECT \(officer.agency), \(outgoing), ordinal, 'document', name, media_type, \(one.file.digest),
                       \(one.file.size), \(officer.id), id
                FROM attachment WHERE id = \(one.from.id) AND outgoing_id = \(outgoing)
                """)
        }
    }

    /// Leaves attached files out of a draft again; they stay on record.
    ///
    /// - Throws: ``WorkflowError/notFound`` where one is none of the draft's.
    borrowing func drop(_ files: [Int], outgoing: OutgoingDocument.ID) throws {
        guard !files.isEmpty else { return }
        let dropped = try affected(
            """
            UPDATE attachment SET dropped_at = now()
            WHERE outgoing_id = \(outgoing) AND id = ANY (\(files)::bigint[]) AND dropped_at IS NULL
            """)
        guard dropped == Set(files).count else { throw WorkflowError.notFound }
    }
}
