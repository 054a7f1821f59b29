import Foundation
import Records
import Workflow

extension Schemas {
    static let outgoing: [String: Schema] = [
        "OutgoingDetails": .object(OutgoingDetailsJSON.answered),
        "OutgoingSummary": .object([
            .needed("id", .integer), .needed("step", .choice(OutgoingDocument.Step.self)),
            .needed("closing", .optional(.choice(OutgoingDocument.ClosingMark.self))),
            .needed("reference", .optional(.string), "Number and symbol, once it has them."),
            .needed("issuedOn", .optional(.day)), .needed("typeName", .string), .needed("subject", .string),
            .needed("urgency", .choice(DetailsJSON.urgencies)), .needed("unit", .string),
            .needed("draftedBy", .string),
        ]),
        "OutgoingList": list(of: "OutgoingSummary"),
        "OutgoingTray": .object([
            .needed("items", .array(.named("OutgoingSummary")), "The first hundred."),
            .needed("hasMore", .boolean),
        ]),
        "Outgoing": .object([
            .needed("id", .integer), .needed("step", .choice(OutgoingDocument.Step.self), "What it waits for."),
            .needed("closing", .optional(.choice(OutgoingDocument.ClosingMark.self)), "That it is no longer in force."),
            .needed("ended", .optional(.named("OutgoingEnding")), "How it ceased to be in force."),
            .needed("version", .integer, "Send it back in If-Match."), .needed("details", .named("OutgoingDetails")),
            .needed("unit", .string), .needed("draftedBy", .string), .needed("draftedAt", .instant),
            .needed("revision", .integer, "The last version of its text; 0 before there is one."),
            .needed("reference", .optional(.string)), .needed("register", .string),
            .needed("year", .optional(.integer)), .needed("issuedOn", .optional(.day)),
            .needed("issuedAt", .optional(.instant)),
            .needed("answers", .optional(.integer), "The incoming document that it answers."),
            .needed("dispatch", .optional(.integer), "The dispatch by which it went to other agencies."),
            .needed("work", .optional(.integer), "The incoming document as which it went to one's own units."),
            .needed("concerns", .optional(.named("OutgoingLink")), "The issued document that it changes."),
            .needed("followers", .array(.named("OutgoingLink")), "The documents that change it."),
            .needed("texts", .array(.named("OutgoingText"))),
            .needed("attachments", .array(.named("OutgoingFile"))),
            .needed("remarks", .array(.named("OutgoingRemark"))),
            .needed("signatories", .array(.named("OutgoingSignatory"))),
            .needed("opinions", .array(.named("Opinion"))),
            .needed("recipients", .array(.named("OutgoingRecipient"))),
            .needed("copies", .array(.named("OutgoingCopy")), "The last fifty that were made."),
            .needed("dossiers", .array(.named("DossierSummary"))),
            .needed("actions", .array(.named("Action")), "What the caller may do now, and for the rest why not."),
        ]),
        "OutgoingEnding": .object([
            .needed("reason", .string), .needed("by", .string), .needed("at", .instant),
            .needed("paperSent", .integer, "Of a recalled document, how many recipients had it on paper."),
            .needed("paperReturned", .integer, "From how many of them it came back."),
        ]),
        "OutgoingLink": .object([
            .needed("document", .integer), .needed("effect", .choice(OutgoingEffect.self)),
            .needed("reference", .optional(.string)),
            .needed("issued", .boolean, "Whether the effect has come."),
        ]),
        "OutgoingFile": .object([
            .needed("file", .named("Attachment"), "As it was attached."),
            .needed("sealed", .optional(.string), "Where the same is with the agency's signature; that goes out."),
        ]),
        "OutgoingText": .object([
            .needed("ordinal", .integer), .needed("kind", .choice(["draft", "prepared", "signed", "sealed"])),
            .needed("name", .string), .needed("mediaType", .string), .needed("size", .integer),
            .needed("hasPDF", .boolean), .needed("note", .string), .needed("madeBy", .string),
            .needed("madeAt", .instant), .needed("sha256", .string), .needed("href", .string),
        ]),
        "OutgoingRemark": .object([
            .needed("kind", .choice(RemarkKind.self)), .needed("revision", .integer), .needed("text", .string),
            .needed("author", .string), .needed("at", .instant),
        ]),
        "OutgoingSignatory": .object([
            .needed("officer", .integer), .needed("name", .string), .needed("position", .string),
            .needed("kind", .choice(Signatory.Kind.self)), .needed("competence", .choice(Signatory.Competence.self)),
            .needed("signedAt", .optional(.instant)),
            .needed("recordedBy", .optional(.string), "Who recorded a signature on paper."),
            .needed("certificate", .string), .needed("isNext", .boolean),
        ]),
        "Opinion": .object([
            .needed("officer", .integer), .needed("name", .string), .needed("askedBy", .string),
            .needed("question", .string), .needed("deadline", .optional(.day)), .needed("revision", .integer),
            .needed("answer", .optional(.choice(OpinionAnswer.self))), .needed("text", .string),
            .needed("answeredAt", .optional(.instant)),
        ]),
        "OutgoingRecipient": .object([
            .needed("ordinal", .integer, "Its place once it is issued; 0 before."),
            .needed("address", OutgoingDetailsJSON.recipient), .needed("name", .string),
            .needed("postedOn", .optional(.day)), .needed("covers", .optional(.integer)),
            .needed("returnedOn", .optional(.day), "When the paper came back after a recall."),
            .needed("returnedTo", .optional(.string), "Who recorded that."),
        ]),
        "OutgoingNumber": .object([
            .needed("register", .string), .needed("year", .integer), .needed("number", .integer),
            .needed("notation", .string), .needed("reference", .string, "As it is written, 07/QĐ-UBND."),
            .needed("issuedOn", .day), .needed("version", .integer, "The document's new version."),
        ]),
    ]
}

extension JSON {
    init(_ summary: OutgoingSummary) {
        self = [
            "id": .integer(summary.id), "step": .string(summary.step.rawValue),
            "closing": JSON(summary.closing?.rawValue), "reference": JSON(summary.reference?.description),
            "issuedOn": JSON(summary.issuedOn), "typeName": .string(summary.typeName),
            "subject": .string(summary.subject), "urgency": .string("\(summary.urgency)"),
            "unit": .string(summary.unit), "draftedBy": .string(summary.draftedBy),
        ]
    }

    init(_ link: OutgoingLink) {
        self = [
            "document": .integer(link.id), "effect": .string(link.effect.rawValue),
            "reference": JSON(link.reference?.description), "issued": .bool(link.isIssued),
        ]
    }

    init(_ file: OutgoingFile) {
        self = ["file": JSON(file.file), "sealed": JSON(file.sealed.map { "/api/v1/attachments/\($0)" })]
    }

    init(_ view: OutgoingView, _ language: Language) {
        self = .object(JSON.head(of: view).merging(JSON.parts(of: view, language)) { $1 })
    }

    private static func head(of view: OutgoingView) -> [String: JSON] {
        [
            "id": .integer(view.id), "step": .string(view.step.rawValue), "closing": JSON(view.closing?.rawValue),
            "ended": ended(view), "version": .integer(view.version), "details": OutgoingDetailsJSON.json(view.details),
            "unit": .string(view.unit), "draftedBy": .string(view.draftedBy), "draftedAt": JSON(view.draftedAt),
            "revision": .integer(view.revision), "reference": JSON(view.reference?.description),
            "register": .string(view.register), "year": JSON(view.year), "issuedOn": JSON(view.issuedOn),
            "issuedAt": view.issuedAt.map { JSON($0) } ?? .null, "answers": JSON(view.answers?.id),
            "dispatch": JSON(view.dispatch), "work": JSON(view.work),
        ]
    }

    private static func ended(_ view: OutgoingView) -> JSON {
        guard let ended = view.ended else { return .null }
        return [
            "reason": .string(ended.reason), "by": .string(ended.by), "at": JSON(ended.at),
            "paperSent": .integer(view.paper?.sent ?? 0), "paperReturned": .integer(view.paper?.returned ?? 0),
        ]
    }

    private static func parts(of view: OutgoingView, _ language: Language) -> [String: JSON] {
        [
            "concerns": view.concerns.map(JSON.init) ?? .null, "followers": .array(view.followers.map(JSON.init)),
            "texts": .array(view.versions.map { JSON($0, of: view.id) }),
            "attachments": .array(view.attachments.map(JSON.init)), "remarks": .array(view.remarks.map(JSON.init)),
            "signatories": .array(view.signatories.map(JSON.init)),
            "opinions": .array(view.opinions.map(JSON.init)),
            "recipients": .array(view.recipients.map(JSON.init)),
            "copies": .array(view.copies.map { JSON($0, of: view.id) }),
            "dossiers": .array(view.dossiers.map(JSON.init)),
            "actions": .array(
                view.actions.map {
                    [
                        "act": .string($0.act.rawValue), "allowed": .bool($0.allowed),
                        "reason": JSON($0.reason.map { $0(language) }),
                    ]
                }),
        ]
    }

    init(_ text: VersionView, of document: OutgoingDocument.ID) {
        self = [
            "ordinal": .integer(text.ordinal), "kind": .string(text.kind), "name": .string(text.name),
            "mediaType": .string(text.mediaType), "size": .integer(text.size), "hasPDF": .bool(text.hasPDF),
            "note": .string(text.note), "madeBy": .string(text.madeBy), "madeAt": JSON(text.madeAt),
            "sha256": .string(text.sha256),
            "href": .string("/api/v1/outgoing/\(document)/texts/\(text.ordinal)"),
        ]
    }

    init(_ remark: RemarkView) {
        self = [
            "kind": .string(remark.kind.rawValue), "revision": .integer(remark.revision),
            "text": .string(remark.text), "author": .string(remark.author), "at": JSON(remark.at),
        ]
    }

    init(_ one: SignatoryView) {
        self = [
            "officer": .integer(one.officer), "name": .string(one.name), "position": .string(one.position),
            "kind": .string(one.kind.rawValue), "competence": .string(one.competence.rawValue),
            "signedAt": one.signedAt.map { JSON($0) } ?? .null, "recordedBy": JSON(one.recordedBy),
            "certificate": .string(one.certificate), "isNext": .bool(one.isNext),
        ]
    }

    init(_ opinion: OpinionView) {
        self = [
            "officer": .integer(opinion.officer), "name": .string(opinion.name), "askedBy": .string(opinion.askedBy),
            "question": .string(opinion.question), "deadline": JSON(opinion.deadline),
            "revision": .integer(opinion.revision), "answer": JSON(opinion.answer?.rawValue),
            "text": .string(opinion.text), "answeredAt": opinion.answeredAt.map { JSON($0) } ?? .null,
        ]
    }

    init(_ recipient: OutgoingRecipientView) {
        self = [
            "ordinal": .integer(recipient.ordinal), "address": OutgoingDetailsJSON.json(recipient.address),
            "name": .string(recipient.name), "postedOn": JSON(recipient.postedOn), "covers": JSON(recipient.covers),
            "returnedOn": JSON(recipient.returnedOn), "returnedTo": JSON(recipient.returnedTo),
        ]
    }

    init(_ number: OutgoingNumber) {
        self = [
            "register": .string(number.register), "year": .integer(number.year), "number": .integer(number.number),
            "notation": .string(number.notation), "reference": .string(number.reference.description),
            "issuedOn": .string(number.issuedOn), "version": .integer(number.version),
        ]
    }
}
