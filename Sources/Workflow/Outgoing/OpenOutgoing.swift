import Foundation
import Postgres
public import Records

extension Workflow {
    /// Opens an outgoing document (xem văn bản đi): one snapshot, and the record of who looked is durable before the answer.
    ///
    /// - Throws: ``WorkflowError/notFound`` where the caller may not know of it.
    public func outgoing(_ id: OutgoingDocument.ID, by caller: Caller) async throws -> OutgoingView {
        let attempt = AuditEvent(.outgoingViewed, on: .outgoing(id))
        return try await look(attempt, by: caller) { transaction in
            guard let view = try transaction.view(ofOutgoing: id, for: caller.officer)?.view else {
                throw WorkflowError.notFound
            }
            return Audited(view, AuditEvent(.outgoingViewed, on: .outgoing(id), version: view.version))
        }
    }

    /// Opens a version of a document's text, as it was made or as a PDF (mở bản dự thảo, bản gốc).
    ///
    /// - Throws: ``WorkflowError/notFound`` where the caller may not see the document, or there is no such version.
    public func openVersion(
        _ ordinal: Int, of id: OutgoingDocument.ID, asPDF: Bool = false, by caller: Caller
    ) async throws -> OpenedFile {
        let attempt = AuditEvent(.versionOpened, on: .outgoing(id), detail: ["revision": "\(ordinal)"])
        let store = store
        let opened = try await look(attempt, by: caller) { transaction in
            let found = try transaction.row(
                """
                SELECT v.name, v.media_type, v.size, v.digest, v.pdf, f.size AS pdf_size,
                       d.step = 'signature' AND v.kind IN ('prepared', 'signed') AND EXISTS (
                           SELECT FROM outgoing_signatory s WHERE s.document_id = d.id AND s.round = d.round
                             AND s.officer_id = \(caller.officer.id) AND s.signed_at IS NULL) AS to_sign
                FROM outgoing_document d JOIN outgoing_version v ON v.document_id = d.id
                     LEFT JOIN stored_file f ON f.digest = v.pdf
                WHERE d.id = \(id) AND d.agency_id = \(caller.officer.agency) AND v.ordinal = \(ordinal)::bigint
                  AND \(OutgoingVisibility.condition(for: caller.officer))
                """
            ) { row in
                let pdf: [UInt8]? = try row["pdf"]
                let isPDF = asPDF && pdf != nil
                let digest: [UInt8] = try isPDF ? row["pdf"] : row["digest"]
                let name: String = try row["name"]
                return (
                    file: OpenedFile(
                        path: store.path(of: digest), name: isPDF && !name.hasSuffix(".pdf") ? name + ".pdf" : name,
                        mediaType: isPDF ? "application/pdf" : try row["media_type"],
                        size: isPDF ? try row["pdf_size"] : try row["size"], digest: digest),
                    isThere: !asPDF || pdf != nil, isToSign: try row["to_sign"] as Bool
                )
            }
            guard let found, found.isThere else { throw WorkflowError.notFound }
            return Audited((file: found.file, isToSign: found.isToSign), attempt)
        }
        // What comes back signed must be what was handed out, byte for byte.
        return opened.isToSign ? opened.file : try await watermarked(opened.file, for: caller)
    }
}

extension Transaction {
    /// Everything about a document in one round trip, and how near it is; `nil` where the person may not see it.
    borrowing func view(
        ofOutgoing id: Int, for officer: Officer
    ) throws -> (view: OutgoingView, near: Set<Reach>)? {
        let versions = try later(
            """
            SELECT v.*, (SELECT name FROM officer WHERE id = v.made_by) AS maker
            FROM outgoing_version v WHERE v.document_id = \(id) ORDER BY v.ordinal DESC
            """
        ) { try VersionView($0) }
        let attachments = try later(
            """
            SELECT a.*, s.id AS sealed FROM attachment a LEFT JOIN attachment s ON s.sealed_from = a.id
            WHERE a.outgoing_id = \(id) AND a.sealed_from IS NULL AND a.dropped_at IS NULL ORDER BY a.ordinal
            """
        ) { OutgoingFile(file: try AttachmentView($0), sealed: try $0["sealed"]) }
        let remarks = try later(
            """
            SELECT r.*, (SELECT name FROM officer WHERE id = r.made_by) AS author
            FROM outgoing_remark r WHERE r.document_id = \(id) ORDER BY r.id
            """
        ) { try RemarkView($0) }
        let signatories = try later(
            """
            SELECT s.*, o.name, o.position, (SELECT name FROM officer WHERE id = s.recorded_by) AS recorder
            FROM outgoing_signatory s JOIN officer o ON o.id = s.officer_id
            WHERE s.document_id = \(id) AND s.round = (SELECT round FROM outgoing_document WHERE id = \(id))
            ORDER BY s.ordinal
            """
        ) { try SignatoryView($0) }
        let opinions = try later(
            """
            SELECT p.*, (SELECT name FROM officer WHERE id = p.officer_id) AS name,
                   (SELECT name FROM officer WHERE id = p.asked_by) AS asker
            FROM outgoing_opinion p WHERE p.document_id = \(id) ORDER BY p.id
            """
        ) { try OpinionView($0) }
        let recipients = try later(OutgoingRecipientView.query(of: id)) { try OutgoingRecipientView($0) }
        let links = try later(
            """
            SELECT d.id, d.id < \(id)::bigint AS former, n.effect, d.number, d.notation,
                   d.step, d.closing, d.issued_at IS NOT NULL AS issued
            FROM outgoing_document n JOIN outgoing_document d
                 ON (n.id = \(id) AND d.id = n.concerns_id) OR (n.concerns_id = \(id) AND d.id = n.id)
            WHERE n.id = \(id) OR n.concerns_id = \(id) ORDER BY d.id
            """
        ) { (link: try OutgoingLink($0), isFormer: try $0["former"] as Bool) }
        let uses = try later("SELECT * FROM archive_use WHERE document_id = \(id) ORDER BY id DESC LIMIT 50") {
            try ArchiveUseView($0)
        }
        let copies = try later(
            """
            SELECT c.*, (SELECT name FROM officer WHERE id = c.made_by) AS maker
            FROM document_copy c WHERE c.document_id = \(id) ORDER BY c.id DESC LIMIT 50
            """
        ) { try CopyView($0) }
        let dossiers = try later(
            """
            SELECT \(DossierSummary.columns) FROM outgoing_dossier m JOIN dossier f ON f.id = m.dossier_id
                 JOIN officer o ON o.id = f.opened_by
            WHERE m.document_id = \(id) ORDER BY f.id
            """
        ) { try DossierSummary($0) }
        let head = try row(
            """
            SELECT d.*, (SELECT name FROM register WHERE id = d.register_id) AS register_name,
                   (SELECT name FROM officer WHERE id = d.drafted_by) AS drafter,
                   (SELECT name FROM unit WHERE id = d.unit_id) AS unit_name,
                   (SELECT name FROM officer WHERE id = d.closed_by) AS closer,
                   (SELECT i.number || '/' || i.year FROM incoming_document i WHERE i.id = d.answers_id) AS answered,
                   \(OutgoingVisibility.nearness(officer))
            FROM outgoing_document d WHERE d.id = \(id) AND d.agency_id = \(officer.agency)
            """
        ) { (view: try OutgoingView($0), near: try Self.readNearness($0), isVisible: try $0["visible"] as Bool) }
        guard let head, head.isVisible else { return nil }
        var view = head.view
        view.versions = try rows(versions)
        view.attachments = try rows(attachments)
        view.remarks = try rows(remarks)
        view.signatories = try rows(signatories)
        if view.signatories.isEmpty { view.signatories = try planned(view.details.signatories) }
        if view.step == .signature, let next = view.signatories.firstIndex(where: { $0.signedAt == nil }) {
            view.signatories[next].isNext = true
        }
        view.opinions = try rows(opinions)
        view.recipients = try rows(recipients)
        if view.recipients.isEmpty { view.recipients = try planned(view.details) }
        view.uses = try rows(uses)
        view.copies = try rows(copies)
        view.dossiers = try rows(dossiers)
        let linked = try rows(links)
        view.concerns = linked.first(where: \.isFormer)?.link
        view.followers = linked.filter { !$0.isFormer && $0.link.closing != .abandoned }.map(\.link)
        view.actions = ActionOffer.all(for: officer, head.near, view)
        return (view, head.near)
    }

    /// Who is to sign, before it is fixed.
    private borrowing func planned(_ signatories: [Signatory]) throws -> [SignatoryView] {
        let people = try rows(
            "SELECT id, name, position FROM officer WHERE id = ANY (\(signatories.map(\.officer))::bigint[])"
        ) { (id: try $0["id"] as Int, name: try $0["name"] as String, position: try $0["position"] as String) }
        return signatories.compactMap { one in
            people.first { $0.id == one.officer }.map {
                SignatoryView(
                    officer: one.officer, name: $0.name, position: $0.position, kind: one.kind,
                    competence: one.competence, signedAt: nil, recordedBy: nil, certificate: "")
            }
        }
    }

    /// Whom it is to go to, before it is issued.
    private borrowing func planned(_ details: OutgoingDetails) throws -> [OutgoingRecipientView] {
        let agencies = try correspondents(codes: details.agencies)
        let units = try rows("SELECT id, name FROM unit WHERE id = ANY (\(details.units.map(\.id))::bigint[])") {
            (id: try $0["id"] as Int, name: try $0["name"] as String)
        }
        return details.recipients.map { address in
            let name =
                switch address {
                case .agency(let code): agencies[CorrespondentEntry.key(code)]?.name ?? code
                case .unit(let id, _): units.first { $0.id == id }?.name ?? ""
                case .post(let name, _): name
                }
            return OutgoingRecipientView(ordinal: 0, address: address, name: name, postedOn: nil, covers: nil)
        }
    }
}
