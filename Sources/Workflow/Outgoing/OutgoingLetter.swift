import Foundation
import Postgres
import Records

extension Workflow {
    /// What the envelope of an outgoing document will say; nothing where it goes to no other agency, or is not such that it
    /// can be issued, which the act then refuses with its reason.
    func letter(
        ofOutgoing id: OutgoingDocument.ID, seen version: Int, by caller: Caller
    ) async throws -> DispatchLetter? {
        let officer = caller.officer
        let form = configuration.exchange.documentCode
        return try await glance(by: caller) { transaction in
            let read = try transaction.row(
                """
                SELECT d.id, d.details::text, d.number, d.notation, d.issued_on, d.revision, a.code, a.name, a.parent_name,
                       s.competence, o.name AS signer_name, o.position AS signer_position
                FROM outgoing_document d JOIN agency a ON a.id = d.agency_id
                     LEFT JOIN LATERAL (
                         SELECT * FROM outgoing_signatory n WHERE n.document_id = d.id AND n.round = d.round
                           AND n.kind = 'sign' ORDER BY n.ordinal DESC LIMIT 1) s ON true
                     LEFT JOIN officer o ON o.id = s.officer_id
                WHERE d.id = \(id) AND d.agency_id = \(officer.agency) AND d.step = 'issuing' AND d.version = \(version)
                """
            ) { try OutgoingLetter($0) }
            guard let read, !read.details.agencies.isEmpty else { return nil }
            let said = read.dispatchDetails
            var letter = DispatchLetter(
                kind: .new, documentCode: try transaction.documentCode(said, form, of: officer.agency), reason: "",
                details: said, sender: read.code, senderName: read.name, parentName: read.parent, replaced: nil,
                clerk: officer.name)
            let found = try transaction.correspondents(codes: read.details.agencies)
            letter.recipients = read.details.agencies.compactMap { found[CorrespondentEntry.key($0)] }
            letter.files = try transaction.original(of: id, revision: read.revision, as: read.reference).map {
                (name: $0.name, digest: $0.digest)
            }
            return letter
        }
    }
}

/// What the row of an outgoing document says of its envelope.
private struct OutgoingLetter {
    let details: OutgoingDetails
    let reference: Reference
    let issuedOn: Day?
    let revision: Int
    let code: String
    let name: String
    let parent: String
    let competence: String
    let signer: String
    let position: String

    init(_ row: borrowing Row) throws {
        details = try OutgoingDetails(json: row["details"])
        let number: Int? = try row["number"]
        reference = Reference(given: number ?? 0, notation: try row["notation"])
        issuedOn = try row["issued_on"]
        revision = try row["revision"]
        code = try row["code"]
        name = try row["name"]
        parent = try row["parent_name"]
        competence = try row["competence"] ?? ""
        signer = try row["signer_name"] ?? ""
        position = try row["signer_position"] ?? ""
    }

    var dispatchDetails: DispatchDetails {
        var said = DispatchDetails()
        said.number = reference.number
        said.notation = reference.notation
        said.issuedOn = issuedOn
        said.place = details.place
        said.typeName = details.typeName
        said.subject = details.subject
        said.signerName = signer
        said.signerPosition = position
        said.signerCompetence = competence
        said.urgency = details.urgency
        said.dueOn = details.dueOn
        said.pages = details.pages
        said.places = details.places
        return said
    }
}
