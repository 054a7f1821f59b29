import Foundation
import Postgres
import Records

/// At which step a version of a text was made.
enum RevisionKind: String, Sendable, SQLValue, CaseIterable {
    case draft, prepared, signed, sealed
}

extension Transaction {
    /// At which step a version was made; asked in the round trip of the next statement.
    borrowing func kind(ofVersion ordinal: Int, of document: OutgoingDocument.ID) throws -> Pending<RevisionKind> {
        try later("SELECT kind FROM outgoing_version WHERE document_id = \(document) AND ordinal = \(ordinal)") {
            try $0["kind"]
        }
    }

    /// Keeps a version of a text; its bytes are in the store already.
    borrowing func keep(
        _ text: OutgoingText, as kind: RevisionKind, ordinal: Int, of document: OutgoingDocument.ID, by officer: Officer
    ) throws {
        let pdf = text.pdf ?? (text.file.isPDF ? text.file : nil)
        try keep(text.file.digest, size: text.file.size)
        if let pdf { try keep(pdf.digest, size: pdf.size) }
        try execute(
            """
            INSERT INTO outgoing_version (document_id, ordinal, agency_id, kind, name, media_type, digest, size, pdf, note,
                made_by)
            VALUES (\(document), \(ordinal), \(officer.agency), \(kind), \(text.file.name), \(text.file.mediaType),
                \(text.file.digest), \(text.file.size), \(pdf?.digest), \(text.note.trimmed), \(officer.id))
            """)
        try execute("UPDATE outgoing_document SET revision = \(ordinal) WHERE id = \(document)")
    }

    /// Adds files that go with an outgoing document.
    borrowing func attach(_ files: [ReceivedFile], outgoing: OutgoingDocument.ID, by officer: Officer) throws {
        for file in files {
            try keep(file.digest, size: file.size)
            try execute(
                """
                INSERT INTO attachment (agency_id, outgoing_id, ordinal, kind, name, media_type, digest, size, added_by)
                SELECT \(officer.agency), \(outgoing), coalesce(max(ordinal), 0) + 1, 'document', \(file.name),
                       \(file.mediaType), \(file.digest), \(file.size), \(officer.id)
                FROM attachment WHERE outgoing_id = \(outgoing)
                """)
        }
    }

    /// Whether a drafter said what can be: the fields by themselves, and that everyone named is there.
    ///
    /// - Throws: ``RuleViolation/fields(_:)``
    borrowing func check(
        _ details: OutgoingDetails, today: Day, _ rules: OutgoingConfiguration, for officer: Officer
    ) throws {
        var faults = details.faults(today: today)
        if details.signatories.count(where: { $0.kind == .sign }) > rules.mostSigners {
            faults.append(FieldFault("signatories", .outOfRange(1...rules.mostSigners)))
        }
        let signing = details.signatories.map(\.officer)
        let units = details.recipients.compactMap { if case .unit(let id, _) = $0 { id } else { nil } }
        let signers = AccessRule.roles(for: .sign).map(\.rawValue)
        let knownPeople = try later(
            """
            SELECT id FROM officer WHERE agency_id = \(officer.agency) AND active AND id = ANY (\(signing)::bigint[])
              AND roles && \(signers)::text[] AND NOT (roles && ARRAY['auditor', 'administrator'])
            """
        ) { try $0["id"] as Int }
        let knownUnits = try rows(
            "SELECT id FROM unit WHERE agency_id = \(officer.agency) AND id = ANY (\(units)::bigint[])"
        ) { try $0["id"] as Int }
        if !Set(signing).isSubset(of: try rows(knownPeople)) {
            faults.append(FieldFault("signatories", .notSigning))
        }
        if !Set(units).isSubset(of: knownUnits) { faults.append(FieldFault("units", .notOfThisAgency)) }
        guard faults.isEmpty else { throw RuleViolation.fields(faults) }
    }
}

extension OutgoingDetails {
    /// As a row keeps them, cleaned of what people type around them.
    var json: String {
        get throws {
            var details = self
            details.subject = subject.trimmed
            details.notation = notation.trimmed
            details.place = place.trimmed
            details.note = note.trimmed
            details.places = places.map(\.trimmed).filter { !$0.isEmpty }
            return String(decoding: try JSONEncoder().encode(details), as: UTF8.self)
        }
    }

    init(json: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(json.utf8)) }

    /// The words it is found by before it has a number.
    var searchWords: [String] { SearchQuery.words(in: "\(subject) \(typeName) \(notation)") }
}
