import Foundation
import Mustache
import Records
import Workflow

extension OutgoingPage {
    /// Somebody whom the document goes to, or went to.
    struct Recipient: Sendable {
        /// Where it is written down that the paper came back.
        struct TakeBack: Sendable {
            /// As it was typed; today.
            let day: String
            let fault: String?
        }

        let ordinal: Int
        let name: String
        let way: String
        let posted: String?
        let isToPost: Bool
        /// How far it is, and what it answered when it was asked to give the document up or exchange it.
        let state: Tag?
        let answer: Tag?
        /// Paper that must be asked back.
        let isToAskBack: Bool
        let takeBack: TakeBack?

        init(
            _ recipient: OutgoingRecipientView, of document: OutgoingView, mayDo: Set<Act>, sent: SentAct?,
            _ language: Language
        ) {
            ordinal = recipient.ordinal
            name = recipient.name
            switch recipient.address {
            case .agency(let code): way = Phrase("Liên thông, \(code)", "By envelope, \(code)")(language)
            case .unit(_, let role): way = role.label(language)
            case .post(_, let address): way = address.isEmpty ? Phrase("Bưu điện", "By post")(language) : address
            }
            posted = Self.posted(recipient, language)
            let isPost = if case .post = recipient.address { true } else { false }
            isToPost =
                isPost && mayDo.contains(.archive) && recipient.ordinal > 0 && recipient.postedOn == nil
                && document.closing == nil
            state =
                recipient.sending.map { Tag.delivery($0, recipient.status, language) }
                ?? recipient.work.map { Tag.state($0, language) }
            answer = recipient.asked.map { .request($0, recipient.answer, language) }
            isToAskBack =
                document.closing == .withdrawn && recipient.postedOn != nil && recipient.returnedOn == nil
            takeBack =
                isToAskBack && mayDo.contains(.takePaperBack)
                ? TakeBack(from: recipient.ordinal, sent: sent, language) : nil
        }

        /// When it went to the post, and when it came back.
        private static func posted(_ recipient: OutgoingRecipientView, _ language: Language) -> String? {
            guard let day = recipient.postedOn else { return nil }
            let covers = recipient.covers ?? 1
            let went = Phrase("Đã gửi \(day.written), \(covers) bì", "Posted \(day.written), \(covers)")(language)
            guard let back = recipient.returnedOn else { return went }
            let taker = recipient.returnedTo ?? ""
            let came = Phrase(
                "đã nhận lại bản giấy \(back.written), \(taker) ghi nhận",
                "the paper came back \(back.written), recorded by \(taker)")
            return "\(went) · \(came(language))"
        }
    }
}

extension OutgoingPage.Recipient.TakeBack {
    fileprivate init(from ordinal: Int, sent: SentAct?, _ language: Language) {
        let tried = sent.flatMap { $0.form["recipient"] == "\(ordinal)" ? $0 : nil }
        let typed = SentAct.typed("returnedOn", .takePaperBack, tried)
        day = typed.isEmpty ? Day(in: Date()).written : typed
        fault = SentAct.faults(.takePaperBack, tried).sentence(for: "returnedOn", language)
    }
}

/// A document may have two thousand of them.
extension OutgoingPage.Recipient: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "ordinal": ordinal
        case "name": self.name
        case "way": way
        case "posted": posted
        case "isToPost": isToPost
        case "state": state
        case "answer": answer
        case "isToAskBack": isToAskBack
        case "takeBack": takeBack
        default: nil
        }
    }
}
