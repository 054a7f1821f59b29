import Records
import Workflow

extension Schemas {
    static let outgoingAfterIssue: [String: Schema] = [
        "OutgoingPreview": .object([
            .needed("document", .integer), .needed("version", .integer, "Send it back in If-Match."),
            .needed("lines", .array(.named("OutgoingConsequence")), "What becomes of each recipient."),
        ]),
        "OutgoingConsequence": .object([
            .needed("name", .string),
            .needed("consequence", .choice(OutgoingPreview.Consequence.names)),
            .maybe("envelope", .choice(DispatchKind.self), "What the envelope asks."),
            .maybe("lastStatus", .choice(DeliveryStatus.self), "What was heard last of the former envelope."),
            .maybe("role", .choice(Assignment.Role.self), "What is asked of the unit."),
            .maybe("entry", .string, "Where the work that ends stands in its register."),
            .maybe("state", .choice(IncomingDocument.State.self), "How far that work is."),
            .maybe("postedOn", .day, "When the paper went that must be asked back."),
        ]),
        "CopyRequest": .object([
            .needed("kind", .choice(CopyKind.self)),
            .maybe("pages", .string, "Of an extract, such as 1, 3-5."),
            .needed("recipient", .string, "For whom it is."), .needed("copies", .integer),
        ]),
        "OutgoingCopyID": .object([.needed("id", .integer)]),
        "OutgoingCopy": .object([
            .needed("id", .integer), .needed("reference", .string), .needed("kind", .choice(CopyKind.self)),
            .needed("pages", .string), .needed("recipient", .string), .needed("copies", .integer),
            .needed("madeBy", .string), .needed("madeAt", .instant), .needed("size", .integer),
            .needed("href", .string),
        ]),
        "PaperReturn": .object([
            .needed("recipient", .integer, "Its ordinal among the document's recipients."),
            .maybe("returnedOn", .day, "When the paper came; today where it is missing."),
        ]),
    ]
}

extension OutgoingPreview.Consequence {
    /// As programs know them.
    fileprivate static let names = [
        "envelope", "not-reached", "new-work", "work-ends", "ask-back", "post", "not-told",
    ]

    fileprivate var members: [String: JSON] {
        switch self {
        case .envelope(let kind, let last):
            [
                "consequence": "envelope", "envelope": .string(kind.rawValue), "lastStatus": JSON(last?.rawValue),
            ]
        case .notReached: ["consequence": "not-reached"]
        case .newWork(let role): ["consequence": "new-work", "role": .string(role.rawValue)]
        case .workEnds(let entry, let state):
            ["consequence": "work-ends", "entry": .string(entry), "state": .string(state.rawValue)]
        case .askBack(let day): ["consequence": "ask-back", "postedOn": JSON(day)]
        case .post: ["consequence": "post"]
        case .notTold: ["consequence": "not-told"]
        }
    }
}

extension JSON {
    init(_ preview: OutgoingPreview) {
        self = [
            "document": .integer(preview.document.id), "version": .integer(preview.document.version),
            "lines": .array(
                preview.lines.map { line in
                    .object(line.consequence.members.merging(["name": .string(line.name)]) { own, _ in own })
                }),
        ]
    }

    init(_ copy: CopyView, of document: OutgoingDocument.ID) {
        self = [
            "id": .integer(copy.id), "reference": .string("\(copy.reference)"), "kind": .string(copy.kind.rawValue),
            "pages": .string(copy.pages), "recipient": .string(copy.recipient), "copies": .integer(copy.copies),
            "madeBy": .string(copy.madeBy), "madeAt": JSON(copy.madeAt), "size": .integer(copy.size),
            "href": .string("/api/v1/outgoing/\(document)/copies/\(copy.id)"),
        ]
    }
}
