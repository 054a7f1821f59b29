import Foundation
import Postgres
import Records

extension Workflow {
    /// The file that people are to sign: the last version as a PDF with empty fields for signatures, number and seal.
    ///
    /// - Returns: nothing where the document is signed by hand, or is not such that its format can be approved, which the
    ///   act then refuses with its reason.
    /// - Throws: ``PaperFault`` where the file cannot be signed as it is.
    func prepared(_ id: OutgoingDocument.ID, seen version: Int, by caller: Caller) async throws -> OutgoingText? {
        // Made for nobody who may not approve it; the act says so.
        guard AccessRule.allow(.approveFormat, to: caller.officer.roles),
            let draft = try await paper(of: id, at: .format, seen: version, by: caller), draft.medium == .electronic
        else { return nil }
        guard let source = draft.path else { throw WorkflowError.outgoingObstacle(.noPDF) }
        // What the agency is to sign later is looked at while the draft can still be returned.
        for file in draft.files { try await requireSealable(file) }
        let signers = draft.signers.enumerated().map {
            PaperLayout.Signer(field: Self.field(ofSigner: $0.offset + 1), name: $0.element)
        }
        var layout = PaperLayout(signers: signers)
        // Drawn before anybody signs: every signature covers it, and where it leads is known from the first draft on.
        layout.link = confirmationLink(draft.confirmation)
        let whole = layout
        var isLinked = true
        var text = try await made(named: "trinh-ky.pdf") { target in
            let places = try await papers.prepare(source, to: target, whole)
            isLinked = whole.link == nil || places[PaperLayout.linkPlace] != nil
        }
        if !isLinked { text.note = "không có mã QR: cả hai góc dưới trang đầu và trang cuối đều đã có chữ" }
        return text
    }

    /// The name of a signer's field in the file, by their place among those who sign.
    private static func field(ofSigner place: Int) -> String { "nguoiky\(place)" }

    /// A file that a program makes, taken into the store.
    func made(named name: String, _ make: (String) async throws -> Void) async throws -> OutgoingText {
        let target = store.temporary()
        do {
            try await make(target)
        } catch {
            unlink(target)
            throw error
        }
        let stored = try store.adopt(decoded: target)
        return OutgoingText(
            ReceivedFile(digest: stored.digest, size: stored.size, name: name, mediaType: "application/pdf"))
    }

    /// What is known of a document's last version before its next step, for the programs that work on it.
    ///
    /// - Returns: nothing where the document is at another step, or changed since it was seen.
    func paper(
        of id: OutgoingDocument.ID, at step: OutgoingDocument.Step, seen version: Int, by caller: Caller
    ) async throws -> OutgoingPaper? {
        let store = store
        return try await glance(by: caller) { transaction in
            let found = try transaction.row(
                """
                SELECT d.medium, d.details::text, d.number, d.notation, d.issued_on, d.confirmation, v.pdf
                FROM outgoing_document d LEFT JOIN outgoing_version v
                     -- After a return the last one was signed, or was to be: what is prepared is the draft.
                     ON v.document_id = d.id AND v.ordinal = CASE WHEN d.step = 'format'
                        THEN (SELECT max(ordinal) FROM outgoing_version WHERE document_id = d.id AND kind = 'draft')
                        ELSE d.revision END
                WHERE d.id = \(id) AND d.agency_id = \(caller.officer.agency) AND d.step = \(step)
                  AND d.version = \(version)::bigint AND d.closing IS NULL
                """
            ) { row in
                let pdf: [UInt8]? = try row["pdf"]
                return (
                    paper: OutgoingPaper(
                        medium: try row["medium"], path: pdf.map { store.path(of: $0) }, number: try row["number"],
                        notation: try row["notation"], issuedOn: try row["issued_on"],
                        confirmation: try row["confirmation"]),
                    details: try OutgoingDetails(json: row["details"])
                )
            }
            guard let found else { return nil }
            var paper = found.paper
            paper.place = found.details.place
            paper.files = try transaction.attachedPDFs(of: id, in: store)
            let signing = found.details.signatories.filter { $0.kind == .sign }.map(\.officer)
            let names = try transaction.rows(
                "SELECT id, name FROM officer WHERE id = ANY (\(signing)::bigint[])"
            ) { (id: try $0["id"] as Int, name: try $0["name"] as String) }
            paper.signers = signing.compactMap { id in names.first { $0.id == id }?.name }
            return paper
        }
    }
}

/// A document's last version, as the programs that work on it need it.
struct OutgoingPaper: Sendable {
    let medium: OutgoingDocument.Medium
    /// Where its PDF is.
    let path: String?
    let number: Int?
    let notation: String
    let issuedOn: Day?
    /// Where its QR code leads.
    let confirmation: UUID
    var place = ""
    /// The names of those who sign, as they are printed.
    var signers: [String] = []
    /// What goes with it as PDFs of their own.
    var files: [AttachedPDF] = []
}
