import Foundation
import Glibc
import Postgres
public import Records

/// A file that lives as long as somebody holds this: a copy with marks, which no cache and no store keeps.
public final class PassingFile: Sendable {
    let path: String

    init(path: String) { self.path = path }

    deinit { unlink(path) }
}

extension Workflow {
    /// What puts marks on PDFs; nothing where the office has no programs for it.
    var documentStamp: DocumentStamp? { configuration.outgoing.programs.map { DocumentStamp(programs: $0) } }

    /// The file as it may leave: with the person's name and the time on every page where the settings say so (hình mờ).
    ///
    /// Only PDFs can be marked. The stored file stays as it is.
    ///
    /// - Throws: ``WorkflowError/fileRefused(_:)``, ``PaperToolFault``, ``WorkflowError/outgoingObstacle(_:)``: what cannot
    ///   be marked does not leave without.
    func watermarked(_ file: OpenedFile, for caller: Caller, _ others: PaperMarks? = nil) async throws -> OpenedFile {
        var marks = others ?? PaperMarks()
        if configuration.outgoing.watermark {
            marks.watermark = [caller.officer.name, caller.officer.position, now().written].filter { !$0.isEmpty }
        }
        guard others != nil || (configuration.outgoing.watermark && file.mediaType == "application/pdf") else {
            return file
        }
        guard let stamp = documentStamp else { throw WorkflowError.outgoingObstacle(.noPrograms) }
        let copy = PassingFile(path: store.temporary())
        let chosen = marks
        try await markGate.pass { _ = try await stamp.stamp(file.path, chosen, to: copy.path) }
        let size = try FileManager.default.attributesOfItem(atPath: copy.path)[.size] as? Int ?? 0
        var marked = OpenedFile(
            path: copy.path, name: file.name, mediaType: file.mediaType, size: size, digest: file.digest)
        marked.passing = copy
        return marked
    }

    /// The main PDF of an incoming document with the stamp “ĐẾN” (đóng dấu đến), as a copy: the document stays as it came.
    ///
    /// - Throws: ``WorkflowError/notFound`` where the caller may not see it; ``WorkflowError/outgoingObstacle(_:)`` where
    ///   it has no PDF.
    public func stampedIncoming(_ id: IncomingDocument.ID, by caller: Caller) async throws -> OpenedFile {
        let attempt = AuditEvent(.fileOpened, on: .incoming(id), detail: ["stamp": "arrival"])
        let store = store
        let found = try await look(attempt, by: caller) { transaction in
            let near = try transaction.nearness(of: id, to: caller.officer)
            try AccessRule.require(.openFile, of: caller.officer.roles, on: near, in: .received)
            guard let paper = try transaction.arrivedPaper(id, of: caller.officer.agency, in: store) else {
                throw WorkflowError.outgoingObstacle(.nothingToMark)
            }
            let event = AuditEvent(
                .fileOpened, on: .attachment(paper.attachment), document: id, detail: ["stamp": "arrival"])
            return Audited(paper, event)
        }
        var marks = PaperMarks()
        marks.arrival = found.stamp
        return try await watermarked(found.file, for: caller, marks)
    }
}

/// An incoming document's main PDF, and what its stamp says.
private struct ArrivedPaper: Sendable {
    let attachment: Int
    let file: OpenedFile
    let stamp: PaperMarks.Arrival
}

extension Transaction {
    /// - Returns: nothing where no PDF came with it.
    fileprivate borrowing func arrivedPaper(
        _ id: IncomingDocument.ID, of agency: Agency.ID, in store: FileStore
    ) throws -> ArrivedPaper? {
        try row(
            """
            SELECT f.id, f.name, f.digest, f.size, d.number, d.arrived_on, g.name AS agency_name, lead.name AS lead_name,
                   (SELECT code FROM dossier_document m JOIN dossier x ON x.id = m.dossier_id
                    WHERE m.document_id = d.id ORDER BY m.filed_at LIMIT 1) AS dossier
            FROM incoming_document d JOIN agency g ON g.id = d.agency_id
                 JOIN attachment f ON f.document_id = d.id AND f.note_id IS NULL AND f.kind = 'document'
                      AND f.media_type = 'application/pdf' AND NOT f.damaged
                 LEFT JOIN LATERAL (
                     SELECT \(IncomingSummary.assignee) AS name FROM assignment a
                     WHERE a.document_id = d.id AND a.parent_id IS NULL AND a.role = 'lead' AND a.state <> 'withdrawn'
                     ORDER BY a.id DESC LIMIT 1) lead ON true
            WHERE d.id = \(id) AND d.agency_id = \(agency) ORDER BY f.ordinal, f.id LIMIT 1
            """
        ) { row in
            let digest: [UInt8] = try row["digest"]
            let number: Int = try row["number"]
            let name: String = try row["name"]
            return ArrivedPaper(
                attachment: try row["id"],
                file: OpenedFile(
                    path: store.path(of: digest), name: "Đến \(number) - \(name)", mediaType: "application/pdf",
                    size: try row["size"], digest: digest),
                stamp: PaperMarks.Arrival(
                    agency: try row["agency_name"], number: "\(number)", day: try row["arrived_on"],
                    forward: try row["lead_name"] ?? "", dossier: try row["dossier"] ?? ""))
        }
    }
}
