import Records
import Workflow

/// The issued document that a draft is to change, and how, as an address or a form names them.
struct Concern: Sendable {
    let document: OutgoingDocument.ID
    let effect: OutgoingEffect

    /// - Returns: `nil` where the draft is to change none.
    init?(_ form: Form) {
        guard let document = Int(form["concerns"]), let effect = OutgoingEffect(rawValue: form["effect"]) else {
            return nil
        }
        self.document = document
        self.effect = effect
    }

    /// What its form begins with: it goes to whom the former went to, signed by whom that one was.
    func offer(of former: OutgoingView) -> OutgoingDetails {
        var details = former.details
        let reference = former.reference.map { "\($0)" } ?? ""
        let named = "\(former.details.typeName) số \(reference) ngày \(former.issuedOn?.written ?? "")"
        details.typeName = effect.typeName(concerning: former.details.typeName)
        switch effect {
        case .amend: details.subject = "Sửa đổi, bổ sung một số nội dung của \(named)"
        case .replace: break
        case .correct: details.subject = "Đính chính \(named)"
        case .revoke: details.subject = "Bãi bỏ \(named)"
        }
        details.notation = ""
        details.dueOn = nil
        details.note = ""
        return details
    }
}

extension NewOutgoingPage {
    /// The former document, as the form names it.
    struct Former: Sendable {
        let id: Int
        let effect: String
        let what: String
        let name: String

        init(_ concern: Concern, _ language: Language) {
            id = concern.document
            effect = concern.effect.rawValue
            what = concern.effect.label(language)
            name = Phrase("văn bản đã phát hành này", "this issued document")(language)
        }
    }
}
