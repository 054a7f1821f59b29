import Foundation
import Postgres
public import Records

extension Workflow {
    /// The template of a draft's type, filled with what its drafter said (mẫu văn bản), to be written on in Word.
    ///
    /// - Throws: ``WorkflowError/outgoingObstacle(_:)`` where the office has no template for the type;
    ///   ``RuleViolation/fields(_:)`` with what the template needs and the draft does not say yet.
    public func template(forOutgoing id: OutgoingDocument.ID, by caller: Caller) async throws -> OpenedFile {
        let officer = caller.officer
        let attempt = AuditEvent(.versionOpened, on: .outgoing(id), detail: ["revision": "template"])
        let year = today.year
        let found = try await look(attempt, by: caller) { transaction in
            let draft = try transaction.row(
                """
                SELECT d.details::text, \(OfficeSymbols.columns), a.parent_name, o.name AS signer, o.position
                FROM outgoing_document d JOIN agency a ON a.id = d.agency_id LEFT JOIN unit u ON u.id = d.unit_id
                     LEFT JOIN officer o ON o.id = (
                         SELECT (s->>'officer')::bigint FROM jsonb_array_elements(d.details->'signatories') s
                         WHERE s->>'kind' = 'sign' LIMIT 1)
                WHERE d.id = \(id) AND d.agency_id = \(officer.agency) AND \(OutgoingVisibility.condition(for: officer))
                """
            ) { try DraftForTemplate($0) }
            guard let draft else { throw WorkflowError.notFound }
            return Audited(draft, attempt)
        }
        guard let type = DocumentType.all.first(where: { $0.name == found.details.typeName }),
            let template = configuration.outgoing.templates?.template(for: type)
        else { throw WorkflowError.outgoingObstacle(.noTemplate) }
        let name = "\(Folding.fold(type.name).replacing(" ", with: "-")).docx"
        let values = found.values(type, year: year)
        let made = try await made(named: name) { target in try await template.fill(values, to: target) }
        return OpenedFile(
            path: store.path(of: made.file.digest), name: name,
            mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", size: made.file.size,
            digest: made.file.digest)
    }
}

/// What a draft says of itself, and its agency of it.
private struct DraftForTemplate: Sendable {
    let details: OutgoingDetails
    let symbols: OfficeSymbols
    let parent: String
    let signer: String
    let position: String

    init(_ row: borrowing Row) throws {
        details = try OutgoingDetails(json: row["details"])
        symbols = try OfficeSymbols(row)
        parent = try row["parent_name"]
        signer = try row["signer"] ?? ""
        position = try row["position"] ?? ""
    }

    func values(_ type: DocumentType, year: Int) -> [TemplateField: String] {
        let competence = details.signatories.first { $0.kind == .sign }?.competence ?? .own
        let named = details.recipients.compactMap { if case .post(let name, _) = $0 { name } else { nil } }
        let places = details.places.isEmpty ? ["Như trên"] + named : details.places
        return [
            .parentAgency: parent, .agency: symbols.agencyName,
            .reference: TemplateField.reference(
                number: nil, notation: details.notation.isEmpty ? symbols.notation(of: type.name) : details.notation),
            .place: details.place, .date: TemplateField.date(nil, year: year), .typeName: type.name,
            .subject: details.subject, .addressee: named.isEmpty ? "…" : named.joined(separator: "; "),
            .authority: position, .signingCapacity: competence == .own ? "" : competence.rawValue,
            .position: position, .signer: signer, .secretary: "…", .recipients: places.joined(separator: "\n"),
            .keptBy: symbols.unit.isEmpty ? "VT" : "VT, \(symbols.unit)",
        ]
    }
}
