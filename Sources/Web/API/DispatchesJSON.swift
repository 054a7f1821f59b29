import Records
import Workflow

/// The details of a document that is sent, as JSON: the members are named as ``DispatchDetails`` names its properties.
enum DispatchJSON {
    private static let texts: [(String, any WritableKeyPath<DispatchDetails, String> & Sendable)] = [
        ("number", \.number), ("notation", \.notation), ("place", \.place), ("typeName", \.typeName),
        ("subject", \.subject), ("signerName", \.signerName), ("signerPosition", \.signerPosition),
        ("signerCompetence", \.signerCompetence),
    ]
    private static let days: [(String, any WritableKeyPath<DispatchDetails, Day?> & Sendable)] = [
        ("issuedOn", \.issuedOn), ("dueOn", \.dueOn),
    ]

    static let requested: [Schema.Member] =
        texts.map { .maybe($0.0, .string) } + days.map { .maybe($0.0, .day) }
        + [
            .maybe("pages", .integer), .maybe("urgency", .choice(DetailsJSON.urgencies)),
            .maybe("secrecy", .choice(SecrecyLevel.self)), .maybe("places", .array(.string)),
        ]

    static let answered: [Schema.Member] =
        texts.map { .needed($0.0, .string) } + days.map { .needed($0.0, .optional(.day)) }
        + [
            .needed("pages", .optional(.integer)), .needed("urgency", .choice(DetailsJSON.urgencies)),
            .needed("secrecy", .choice(SecrecyLevel.self)), .needed("places", .array(.string)),
        ]

    static func details(_ json: JSON) -> DispatchDetails {
        var details = DispatchDetails()
        for (name, path) in texts { details[keyPath: path] = json[name]?.string ?? "" }
        for (name, path) in days { details[keyPath: path] = json[name]?.string.flatMap { Day($0) } }
        details.pages = json["pages"]?.integer
        details.urgency = Urgency.allCases.first { "\($0)" == json["urgency"]?.string } ?? .none
        details.secrecy = json["secrecy"]?.string.flatMap(SecrecyLevel.init) ?? .none
        details.places = json["places"]?.array?.compactMap(\.string) ?? []
        return details
    }

    static func json(_ details: DispatchDetails) -> JSON {
        var members: [String: JSON] = [
            "urgency": .string("\(details.urgency)"), "secrecy": .string(details.secrecy.rawValue),
            "pages": JSON(details.pages), "places": .array(details.places.map(JSON.string)),
        ]
        for (name, path) in texts { members[name] = .string(details[keyPath: path]) }
        for (name, path) in days { members[name] = JSON(details[keyPath: path]) }
        return .object(members)
    }
}

extension Schemas {
    static let dispatches: [String: Schema] = [
        "Correspondent": .object([
            .needed("code", .string), .needed("name", .string), .needed("parent", .string),
            .needed("linked", .string, "Its other code, old or new."),
            .needed("largestPacket", .optional(.integer), "The largest envelope it takes, in bytes."),
        ]),
        "CorrespondentList": list(of: "Correspondent"),
        "DispatchDraft": .object(
            DispatchJSON.requested + [.maybe("recipients", .array(.string), "Codes of the directory.")]),
        "DispatchDetails": .object(DispatchJSON.requested),
        "RecipientChoice": .object([
            .maybe("add", .array(.string), "Codes of the directory."), .maybe("remove", .array(.string)),
        ]),
        "DispatchID": .object([.needed("id", .integer)]),
        "FollowUp": .object([
            .needed("kind", .choice(DispatchKind.allCases.filter { $0 != .new }.map(\.rawValue))),
            .needed("reason", .string, "The recipients read it."), .needed("recipients", .array(.string)),
        ]),
        "DispatchSummary": .object([
            .needed("id", .integer), .needed("kind", .choice(DispatchKind.self)),
            .needed("state", .choice(Dispatch.State.self)), .needed("reference", .string), .needed("subject", .string),
            .needed("at", .instant), .needed("recipients", .integer),
        ]),
        "DispatchList": list(of: "DispatchSummary"),
        "Dispatch": .object([
            .needed("id", .integer), .needed("kind", .choice(DispatchKind.self)),
            .needed("state", .choice(Dispatch.State.self)),
            .needed("version", .integer, "Send it back in If-Match."), .needed("documentCode", .string),
            .needed("concerns", .optional(.integer)), .needed("reason", .string),
            .needed("details", .object(DispatchJSON.answered)), .needed("attachments", .array(.named("Attachment"))),
            .needed("chosen", .array(.named("Correspondent")), "Until it is sent."),
            .needed("recipients", .array(.named("Recipient")), "Once it is sent."),
        ]),
        "Recipient": .object([
            .needed("code", .string), .needed("name", .string),
            .needed("sending", .choice(OutgoingEnvelope.State.self)),
            .needed("fault", .optional(.string)), .needed("status", .optional(.string), "The furthest it said."),
            .needed("statuses", .array(.named("DeliveryStatus")), "The last fifty, in the order in which they came."),
            .needed("earlierStatuses", .integer, "How many it said before those."),
        ]),
        "DeliveryStatus": .object([
            .needed("code", .string), .needed("statedAt", .optional(.instant)), .needed("receivedAt", .instant),
            .needed("description", .string),
        ]),
        "DeadLetter": .object([
            .needed("id", .integer), .needed("dispatch", .optional(.integer)), .needed("reference", .string),
            .needed("status", .optional(.string)), .needed("recipient", .string), .needed("peer", .string),
            .needed("attempts", .integer), .needed("fault", .string), .needed("endedAt", .instant),
        ]),
        "DeadLetterList": list(of: "DeadLetter"),
    ]
}

extension JSON {
    init(_ agency: Correspondent) {
        self = [
            "code": .string(agency.code), "name": .string(agency.name), "parent": .string(agency.parentName),
            "linked": .string(agency.linked), "largestPacket": JSON(agency.largestPacket),
        ]
    }

    init(_ dispatch: DispatchSummary) {
        self = [
            "id": .integer(dispatch.id), "kind": .string(dispatch.kind.rawValue),
            "state": .string(dispatch.state.rawValue), "reference": .string(dispatch.reference.description),
            "subject": .string(dispatch.subject), "at": JSON(dispatch.at), "recipients": .integer(dispatch.recipients),
        ]
    }

    init(_ view: DispatchView, _ language: Language) {
        self = [
            "id": .integer(view.id), "kind": .string(view.kind.rawValue), "state": .string(view.state.rawValue),
            "version": .integer(view.version), "documentCode": .string(view.documentCode),
            "concerns": JSON(view.concerns), "reason": .string(view.reason),
            "details": DispatchJSON.json(view.details),
            "attachments": .array(view.attachments.map(JSON.init)), "chosen": .array(view.chosen.map(JSON.init)),
            "recipients": .array(view.recipients.map { JSON($0, language) }),
        ]
    }

    init(_ recipient: RecipientView, _ language: Language) {
        self = [
            "code": .string(recipient.code), "name": .string(recipient.name),
            "sending": .string(recipient.sending.rawValue),
            "fault": recipient.fault.map { .string($0(language)) } ?? .null,
            "status": recipient.status.map { .string($0.rawValue) } ?? .null,
            "statuses": .array(
                recipient.statuses.map {
                    [
                        "code": .string($0.code), "statedAt": $0.statedAt.map { JSON($0) } ?? .null,
                        "receivedAt": JSON($0.receivedAt), "description": .string($0.description),
                    ]
                }),
            "earlierStatuses": .integer(recipient.earlierStatuses),
        ]
    }

    init(_ letter: DeadLetter, _ language: Language) {
        self = [
            "id": .integer(letter.id), "dispatch": JSON(letter.dispatch), "reference": .string(letter.reference),
            "status": letter.statusCode.map { .string($0) } ?? .null, "recipient": .string(letter.recipient),
            "peer": .string(letter.peer), "attempts": .integer(letter.attempts),
            "fault": .string(letter.fault(language)), "endedAt": JSON(letter.endedAt),
        ]
    }
}
