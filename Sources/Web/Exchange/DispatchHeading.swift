import Records
import Workflow

/// What stands at the top of the page of a dispatch.
struct DispatchHeading: Sendable {
    let reference: String
    let subject: String
    let type: String
    let issued: String?
    let urgency: Tag?

    init(_ view: DispatchView, _ language: Language) {
        reference = view.details.reference.description
        subject = view.details.subject
        type = view.details.typeName
        issued = view.details.issuedOn?.written
        urgency = Tag.urgency(view.details.urgency, language)
    }

    /// What was written down about the document; what was left empty is left out.
    static func facts(_ view: DispatchView, _ language: Language) -> [DocumentPage.Fact] {
        let fields: [DispatchField] = [
            .place, .signerName, .signerPosition, .signerCompetence, .dueOn, .pages, .places,
        ]
        var facts = fields.map {
            DocumentPage.Fact(label: $0.factLabel(language), value: $0.written(view.details))
        }
        facts.append(
            .init(label: Phrase("Mã định danh văn bản", "Document's identifier")(language), value: view.documentCode))
        facts.append(
            .init(
                label: Phrase("Soạn gửi", "Prepared")(language), value: "\(view.draftedBy), \(view.draftedAt.written)"))
        if let by = view.sentBy, let at = view.sentAt {
            facts.append(.init(label: Phrase("Gửi", "Sent")(language), value: "\(by), \(at.written)"))
        }
        return facts.filter { !$0.value.isEmpty }
    }
}

extension DispatchField {
    /// The label outside the form, where no heading says whose name it is.
    fileprivate var factLabel: Phrase {
        switch self {
        case .signerName: Phrase("Người ký", "Signer")
        case .signerPosition: Phrase("Chức vụ người ký", "Signer's position")
        default: label
        }
    }
}
