import Records
import Workflow

extension OutgoingPage.Link {
    init(_ link: OutgoingLink, _ what: Phrase, _ language: Language) {
        href = "/outgoing/\(link.id)"
        self.what = what(language)
        name = link.reference?.description ?? Phrase("dự thảo", "a draft")(language)
        // An effect that has not come yet is no effect.
        state = link.isIssued && link.closing == nil ? nil : .step(link.step, link.closing, language)
    }

    init(_ effect: OutgoingEffect, of document: OutgoingDocument.ID, _ language: Language) {
        href = "/outgoing/new?concerns=\(document)&effect=\(effect.rawValue)"
        what = ""
        name = effect.act(language)
        state = nil
    }
}

extension OutgoingEffect {
    /// What the link to the form of such a document says.
    fileprivate var act: Phrase {
        switch self {
        case .amend: Phrase("Soạn văn bản sửa đổi, bổ sung", "Draft an amendment")
        case .replace: Phrase("Soạn văn bản thay thế", "Draft a replacement")
        case .correct: Phrase("Soạn công văn đính chính", "Draft a correction")
        case .revoke: Phrase("Soạn văn bản bãi bỏ, hủy bỏ", "Draft a revocation")
        }
    }
}
