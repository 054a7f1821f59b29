import Hummingbird
import Records
import Workflow

/// Copies of an issued document, and who uses its archive copy.
extension OutgoingHandlers {
    func copy(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.makeCopy, .copied, request, context) { id, sent, caller in
            let asked = CopyRequest(
                kind: CopyKind(rawValue: sent["kind"]), pages: sent["pages"], recipient: sent["recipient"],
                copies: Int(sent["copies"]))
            _ = try await office.workflow.copyDocument(id, asked, by: caller, key: sent.idempotencyKey)
        }
    }

    func openCopy(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let file = try await office.workflow.openCopy(
            try context.parameters.require("copy", as: Int.self),
            of: try context.parameters.require("id", as: Int.self), by: try context.caller())
        let save = try request.query().has("save")
        return try await AttachmentHandlers(workflow: office.workflow).send(file, save: save, context)
    }

    func lend(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.lendArchive, .archiveLent, request, context) { id, sent, caller in
            let use = ArchiveUse(
                user: sent["user"], permittedBy: sent["permittedBy"], dossier: sent["dossier"], note: sent["note"])
            _ = try await office.workflow.recordArchiveUse(of: id, use, by: caller, key: sent.idempotencyKey)
        }
    }

    func takeBack(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let entry = try context.parameters.require("use", as: Int.self)
        return try await act(.lendArchive, .archiveReturned, request, context) { id, sent, caller in
            try await office.workflow.returnArchive(entry, of: id, by: caller, key: sent.idempotencyKey)
        }
    }
}
