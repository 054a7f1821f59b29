import Exchange
import Foundation
import Postgres
import Records

/// A dispatch as its envelope will say it, read before the envelope is written.
struct DispatchLetter: Sendable {
    let kind: DispatchKind
    let documentCode: String
    let reason: String
    let details: DispatchDetails
    /// The sending agency's code.
    let sender: String
    let senderName: String
    let parentName: String
    /// What this one takes the place of, and for whom; for all recipients where nobody is named.
    var replaced: [Envelope.Replacement] = []
    /// The document that a new one amends or corrects.
    var changed: String?
    /// The clerk to ask.
    let clerk: String
    var recipients: [Correspondent] = []
    var files: [(name: String, digest: [UInt8])] = []

    /// The envelope, in the standard's terms.
    func envelope(store: FileStore, at now: Date) -> Envelope {
        var from = Envelope.Organization(organID: sender, name: senderName)
        from.inCharge = parentName.isEmpty ? nil : parentName
        var envelope = Envelope(kind.envelopeKind, from: from)
        envelope.to = recipients.map { Envelope.Organization(organID: $0.code, name: String($0.name.prefix(200))) }
        envelope.documentID = documentCode
        envelope.codeNumber = details.number
        envelope.codeNotation = details.notation
        envelope.promulgationPlace = details.place.isEmpty ? nil : details.place
        envelope.promulgatedOn = details.issuedOn
        envelope.documentType = .init(name: details.typeName)
        envelope.subject = details.subject
        envelope.content = details.subject
        envelope.signer = Envelope.Signer(
            competence: details.signerCompetence.isEmpty ? nil : details.signerCompetence,
            position: details.signerPosition.isEmpty ? nil : details.signerPosition, fullName: details.signerName)
        envelope.dueOn = details.dueOn
        envelope.priority = details.urgency.rawValue
        envelope.pageAmount = details.pages
        envelope.toPlaces = details.places
        envelope.business = business
        envelope.attachments = files.map { Attachment(name: $0.name, file: store.path(of: $0.digest)) }
        return envelope.completed(at: now)
    }

    private var business: Envelope.Business {
        var business = Envelope.Business(reason: reason.isEmpty ? nil : String(reason.prefix(500)))
        var staff = Envelope.Staff()
        staff.name = clerk.isEmpty ? nil : clerk
        business.staff = [staff]
        switch kind {
        case .new: business.documentID = changed
        case .recall: business.documentID = documentCode
        case .update:
            business.documentID = documentCode
            var change = Envelope.Change()
            change.documentChanged = true
            change.receiversChanged = false
            business.changes = [change]
        case .replace:
            let codes = recipients.map(\.code)
            business.replacements = replaced.map {
                Envelope.Replacement(documentID: $0.documentID, organIDs: $0.organIDs.isEmpty ? codes : $0.organIDs)
            }
        }
        return business
    }
}

extension DispatchKind {
    var envelopeKind: Envelope.Kind {
        switch self {
        case .new: .new
        case .recall: .recall
        case .update: .update
        case .replace: .replace
        }
    }
}

extension Workflow {
    /// What the envelope of a draft will say; nothing where there is no such draft of this version, which the act then
    /// refuses with its reason.
    func letter(of id: Dispatch.ID, seen version: Int, by caller: Caller) async throws -> DispatchLetter? {
        let agency = caller.officer.agency
        let clerk = caller.officer.name
        return try await glance(by: caller) { transaction in
            let read = try transaction.row(
                """
                SELECT d.kind, d.document_code, d.reason, d.details::text, d.recipients, d.first_file, a.code, a.name,
                       a.parent_name, o.document_code AS replaced
                FROM dispatch d JOIN agency a ON a.id = d.agency_id LEFT JOIN dispatch o ON o.id = d.concerns_id
                WHERE d.id = \(id) AND d.agency_id = \(agency) AND d.state = 'draft' AND d.version = \(version)
                """
            ) { row in
                (
                    letter: DispatchLetter(
                        kind: try row["kind"], documentCode: try row["document_code"], reason: try row["reason"],
                        details: try DispatchDetails(json: row["details"]), sender: try row["code"],
                        senderName: try row["name"], parentName: try row["parent_name"],
                        replaced: (try row["replaced"] as String?).map { [Envelope.Replacement(documentID: $0)] } ?? [],
                        clerk: clerk),
                    codes: try row["recipients"] as [String], firstFile: try row["first_file"] as Int
                )
            }
            guard let read else { return nil }
            var letter = read.letter
            let found = try transaction.correspondents(codes: read.codes)
            letter.recipients = read.codes.compactMap { found[CorrespondentEntry.key($0)] }
            letter.files = try transaction.rows(
                """
                SELECT name, digest FROM attachment
                WHERE dispatch_id = \(id) AND ordinal >= \(read.firstFile) ORDER BY ordinal
                """
            ) { (name: try $0["name"] as String, digest: try $0["digest"] as [UInt8]) }
            return letter
        }
    }
}
