import Postgres
public import Records

extension Workflow {
    /// What is different between a version of a document's text and the one before it (so sánh hai bản).
    ///
    /// - Returns: nothing where one of the two has no text that can be read.
    /// - Throws: ``WorkflowError/notFound`` where the caller may not see the document, or there are no such versions.
    public func changes(in ordinal: Int, of id: OutgoingDocument.ID, by caller: Caller) async throws -> TextDifference?
    {
        let attempt = AuditEvent(
            .versionOpened, on: .outgoing(id), detail: ["revision": "\(ordinal)", "compared": "yes"])
        let store = store
        let paths = try await look(attempt, by: caller) { transaction in
            let pdfs = try transaction.rows(
                """
                SELECT v.pdf FROM outgoing_document d JOIN outgoing_version v ON v.document_id = d.id
                WHERE d.id = \(id) AND d.agency_id = \(caller.officer.agency)
                  AND v.ordinal IN (\(ordinal)::bigint, \(ordinal)::bigint - 1)
                  AND \(OutgoingVisibility.condition(for: caller.officer))
                ORDER BY v.ordinal
                """
            ) { try $0["pdf"] as [UInt8]? }
            guard pdfs.count == 2 else { throw WorkflowError.notFound }
            return Audited(pdfs.map { $0.map { store.path(of: $0) } }, attempt)
        }
        guard let old = paths[0], let new = paths[1] else { return nil }
        return await VersionComparison.difference(from: old, to: new)
    }
}
