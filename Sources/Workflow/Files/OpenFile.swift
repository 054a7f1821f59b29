import Postgres
import Records

/// A file that may be sent to the one who asked for it.
public struct OpenedFile: Sendable {
    public let path: String
    public let name: String
    public let mediaType: String
    public let size: Int
    /// SHA-256 of the bytes.
    public let digest: [UInt8]
    /// Held while a copy is sent that exists for this one time.
    public internal(set) var passing: PassingFile?
}

extension Workflow {
    /// Opens an attachment (mở tệp): the record of who opened it is durable before a byte leaves.
    ///
    /// - Throws: ``WorkflowError/notFound`` where the caller may not see the document it belongs to.
    public func openFile(_ attachment: Int, by caller: Caller) async throws -> OpenedFile {
        let attempt = AuditEvent(.fileOpened, on: .attachment(attachment))
        let store = store
        let file = try await look(attempt, by: caller) { transaction in
            let found = try transaction.row(
                """
                SELECT document_id, dispatch_id, outgoing_id, name, media_type, size, digest FROM attachment
                WHERE id = \(attachment) AND agency_id = \(caller.officer.agency)
                """
            ) { row in
                let digest: [UInt8] = try row["digest"]
                return (
                    document: try row["document_id"] as Int?, dispatch: try row["dispatch_id"] as Int?,
                    outgoing: try row["outgoing_id"] as Int?,
                    file: OpenedFile(
                        path: store.path(of: digest), name: try row["name"], mediaType: try row["media_type"],
                        size: try row["size"], digest: digest)
                )
            }
            guard let found else { throw WorkflowError.notFound }
            if let document = found.document {
                let near = try transaction.nearness(of: document, to: caller.officer)
                try AccessRule.require(.openFile, of: caller.officer.roles, on: near, in: .received)
            } else if let outgoing = found.outgoing {
                try transaction.requireVisible(outgoing, to: caller.officer)
            } else if found.dispatch != nil {
                try AccessRule.require(.followDispatches, of: caller.officer.roles)
            } else {
                try AccessRule.require(.takeIn, of: caller.officer.roles)
            }
            return Audited(
                found.file, AuditEvent(.fileOpened, on: .attachment(attachment), document: found.document))
        }
        return try await watermarked(file, for: caller)
    }
}
