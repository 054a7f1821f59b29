import Exchange
import Foundation
import Postgres
import Records

/// The envelopes that a document goes out in: one for those who had what it takes the place of, one for everybody else.
struct OutgoingLetters: Sendable {
    var plain: (letter: DispatchLetter, concerns: Dispatch.ID?)?
    var replacing: (letter: DispatchLetter, concerns: Dispatch.ID?)?
}

extension Workflow {
    /// What the envelopes of an outgoing document will say; none where it goes to no other agency, or is not such that it
    /// can be issued, which the act then refuses with its reason.
    ///
    /// Whoever had what it replaces or revokes is asked to put it in that one's place; an amendment or correction is a
    /// document of its own for everybody, and names the other one.
    func letters(
        ofOutgoing id: OutgoingDocument.ID, seen version: Int, by caller: Caller
    ) async throws -> OutgoingLetters {
        let officer = caller.officer
        let form = configuration.exchange.documentCode
        // Envelopes are written, and signed, for nobody who may not send them.
        guard AccessRule.allow(.issue, to: officer.roles) else { return OutgoingLetters() }
        return try await glance(by: caller) { transaction in
            let read = try transaction.row(
                """
                SELECT d.id, d.details::text, d.number, d.notation, d.issued_on, d.revision, d.concerns_id, d.effect, a.code,
                       a.name, a.parent_name, s.competence, o.name AS signer_name, o.position AS signer_position
                FROM outgoing_document d JOIN agency a ON a.id = d.agency_id
                     LEFT JOIN LATERAL (
                         SELECT * FROM outgoing_signatory n WHERE n.document_id = d.id AND n.round = d.round
                           AND n.kind = 'sign' ORDER BY n.ordinal DESC LIMIT 1) s ON true
                     LEFT JOIN officer o ON o.id = s.officer_id
                WHERE d.id = \(id) AND d.agency_id = \(officer.agency) AND d.step = 'issuing' AND d.version = \(version)
                """
            ) { try OutgoingLetter($0) }
            guard let read, !read.details.agencies.isEmpty else { return OutgoingLetters() }
            let said = read.dispatchDetails
            let found = try transaction.correspondents(codes: read.details.agencies)
            let recipients = read.details.agencies.compactMap { found[CorrespondentEntry.key($0)] }
            let files = try transaction.original(of: id, revision: read.revision, as: read.reference).map {
                (name: $0.name, digest: $0.digest)
            }
            let holdings = try read.concerns.map { try transaction.holdings(of: $0) } ?? []
            let split = Holding.split(recipients, holdings, for: read.effect)
            var letters = OutgoingLetters()
            if !split.others.isEmpty {
                var letter = DispatchLetter(
                    kind: .new, documentCode: try transaction.documentCode(said, form, of: officer.agency), reason: "",
                    details: said, sender: read.code, senderName: read.name, parentName: read.parent,
                    clerk: officer.name)
                if read.effect?.closing == nil { letter.changed = holdings.first?.documentCode }
                letter.recipients = split.others
                letter.files = files
                letters.plain = (letter, nil)
            }
            if let first = split.replaced.first, let effect = read.effect {
                // The official form is one document's once; where both go out, the other has it.
                let own = try transaction.documentCode(
                    said, letters.plain == nil ? form : .uuid, of: officer.agency)
                var letter = DispatchLetter(
                    kind: .replace, documentCode: own, reason: effect.label.vietnamese, details: said,
                    sender: read.code, senderName: read.name, parentName: read.parent, clerk: officer.name)
                letter.replaced = split.replaced.map {
                    Envelope.Replacement(documentID: $0.holding.documentCode, organIDs: $0.recipients.map(\.code))
                }
                letter.recipients = split.replaced.flatMap(\.recipients)
                letter.files = files
                letters.replacing = (letter, first.holding.dispatch)
            }
            return letters
        }
    }
}

/// What the row of an outgoing document says of its envelope.
private struct OutgoingLetter {
    let details: OutgoingDetails
    let reference: Reference
    let issuedOn: Day?
    let revision: Int
    let concerns: OutgoingDocument.ID?
    let effect: OutgoingEffect?
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
        concerns = try row["concerns_id"]
        effect = try row["effect"]
        code = try row["code"]
        name = try row["name"]
        parent = try row["parent_name"]
        competence = try row["competence"] ?? ""
        signer = try row["signer_name"] ?? ""
        position = try row["signer_position"] ?? ""
    }

    var dispatchDetails: DispatchDetails {
        var said = DispatchDetails(details, as: reference, issuedOn: issuedOn)
        said.signerName = signer
        said.signerPosition = position
        said.signerCompetence = competence
        return said
    }
}
