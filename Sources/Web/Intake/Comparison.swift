import Records
import Workflow

/// A document beside what its sender wants of it now.
struct Comparison: Sendable {
    struct Line: Sendable {
        let label: String
        let before: String
        let after: String
        let isChanged: Bool
    }

    struct Named: Sendable {
        let link: FileLink
        let isNew: Bool
    }

    /// Its number in the register, or that it waits for one.
    let title: String
    let href: String
    let closing: Tag?
    let lines: [Line]
    let filesBefore: [FileLink]
    let filesAfter: [Named]

    init(_ document: ConcernedDocument, asked: IntakeView, _ language: Language) {
        if let entry = document.entry {
            title = Phrase("Số đến \(entry.number)/\(entry.year)", "Number \(entry.number)/\(entry.year)")(language)
            href = "/incoming/\(entry.document)"
        } else {
            title = document.state.label(language)
            href = "/intakes/\(document.intake)"
        }
        closing = document.closing.map { .closing($0, language) }
        lines = RegistrationField.compared.compactMap { field in
            let before = field.written(document.details)
            let after = field.written(asked.details)
            guard !before.isEmpty || !after.isEmpty else { return nil }
            return Line(
                label: field.label(language), before: before, after: after,
                isChanged: !after.isEmpty && after != before)
        }
        filesBefore = document.attachments.map { FileLink($0, language) }
        let known = Set(document.attachments.map { "\($0.name)\u{0}\($0.size)" })
        filesAfter = asked.attachments.map {
            Named(link: FileLink($0, language), isNew: !known.contains("\($0.name)\u{0}\($0.size)"))
        }
    }
}

extension RegistrationField {
    /// What a sender says of its document; the rest is the registrar's.
    fileprivate static let compared: [RegistrationField] = [
        .senderName, .number, .notation, .issuedOn, .typeName, .subject, .signerName, .signerPosition,
        .signerCompetence, .urgency, .dueOn, .pages, .copies,
    ]
}
