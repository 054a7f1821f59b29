import Records

/// What a drafter says about a document, as JSON: the members are named as ``OutgoingDetails`` names its properties.
enum OutgoingDetailsJSON {
    private static let texts: [(String, any WritableKeyPath<OutgoingDetails, String> & Sendable)] = [
        ("typeName", \.typeName), ("subject", \.subject), ("notation", \.notation), ("place", \.place),
        ("note", \.note),
    ]
    private static let numbers: [(String, any WritableKeyPath<OutgoingDetails, Int?> & Sendable)] = [
        ("pages", \.pages), ("copies", \.copies),
    ]

    /// The members of a request, all of which may be missing: what is needed is for the rules to say, field by field.
    static let requested: [Schema.Member] =
        texts.map { .maybe($0.0, .string) } + numbers.map { .maybe($0.0, .integer) }
        + [
            .maybe("dueOn", .day), .maybe("urgency", .choice(DetailsJSON.urgencies)),
            .maybe("secrecy", .choice(SecrecyLevel.self)), .maybe("medium", .choice(OutgoingDocument.Medium.self)),
            .maybe("places", .array(.string), "“Nơi nhận” as the document has it, line by line."),
            .maybe("signatories", .array(signatory), "Who initials and signs, in order."),
            .maybe(
                "recipients", .array(recipient), "Whom it goes to: an agency, a unit of one's own, or somebody by post."
            ),
        ]

    static let answered: [Schema.Member] =
        texts.map { .needed($0.0, .string) } + numbers.map { .needed($0.0, .optional(.integer)) }
        + [
            .needed("dueOn", .optional(.day)), .needed("urgency", .choice(DetailsJSON.urgencies)),
            .needed("secrecy", .choice(SecrecyLevel.self)), .needed("medium", .choice(OutgoingDocument.Medium.self)),
            .needed("places", .array(.string)), .needed("signatories", .array(signatory)),
            .needed("recipients", .array(recipient)),
        ]

    private static let signatory = Schema.object([
        .needed("officer", .integer), .needed("kind", .choice(Signatory.Kind.self)),
        .maybe("competence", .choice(Signatory.Competence.self), "As head where it is missing."),
    ])

    static let recipient = Schema.object([
        .maybe("agency", .string, "Its code in the directory."), .maybe("unit", .integer),
        .maybe("role", .choice(Assignment.Role.self), "What is asked of the unit; lead where it is missing."),
        .maybe("post", .string, "A name."), .maybe("address", .string, "Where the post brings it."),
    ])

    /// - Throws: ``Problem`` 422 where a recipient is none or two at once, naming each.
    static func details(_ json: JSON) throws -> OutgoingDetails {
        var details = OutgoingDetails()
        for (name, path) in texts { details[keyPath: path] = json[name]?.string ?? "" }
        for (name, path) in numbers { details[keyPath: path] = json[name]?.integer }
        details.dueOn = json["dueOn"]?.string.flatMap { Day($0) }
        details.urgency = Urgency.allCases.first { "\($0)" == json["urgency"]?.string } ?? .none
        details.secrecy = json["secrecy"]?.string.flatMap(SecrecyLevel.init) ?? .none
        details.medium = json["medium"]?.string.flatMap(OutgoingDocument.Medium.init) ?? .electronic
        details.places = json["places"]?.array?.compactMap(\.string) ?? []
        details.signatories = (json["signatories"]?.array ?? []).compactMap { one in
            guard let officer = one["officer"]?.integer, let kind = one["kind"]?.string.flatMap(Signatory.Kind.init)
            else { return nil }
            let competence = one["competence"]?.string.flatMap(Signatory.Competence.init) ?? .own
            return Signatory(officer: officer, kind: kind, competence: competence)
        }
        details.recipients = try recipients(json)
        return details
    }

    /// Whom the member `recipients` names.
    ///
    /// - Throws: ``Problem`` 422 where one is none or two at once, naming each.
    static func recipients(_ json: JSON) throws -> [OutgoingAddress] {
        let recipients = (json["recipients"]?.array ?? []).map(address)
        let faults = recipients.enumerated().filter { $1 == nil }.map {
            FieldProblem(.init("recipients[\($0.offset)]", .unknownChoice))
        }
        guard faults.isEmpty else { throw Problem(.fields, fields: faults) }
        return recipients.compactMap(\.self)
    }

    static func json(_ details: OutgoingDetails) -> JSON {
        var members: [String: JSON] = [
            "dueOn": JSON(details.dueOn), "urgency": .string("\(details.urgency)"),
            "secrecy": .string(details.secrecy.rawValue), "medium": .string(details.medium.rawValue),
            "places": .array(details.places.map(JSON.string)),
            "signatories": .array(
                details.signatories.map {
                    [
                        "officer": .integer($0.officer), "kind": .string($0.kind.rawValue),
                        "competence": .string($0.competence.rawValue),
                    ]
                }),
            "recipients": .array(details.recipients.map(json)),
        ]
        for (name, path) in texts { members[name] = .string(details[keyPath: path]) }
        for (name, path) in numbers { members[name] = JSON(details[keyPath: path]) }
        return .object(members)
    }

    static func json(_ address: OutgoingAddress) -> JSON {
        switch address {
        case .agency(let code): ["agency": .string(code)]
        case .unit(let id, let role): ["unit": .integer(id), "role": .string(role.rawValue)]
        case .post(let name, let place): ["post": .string(name), "address": .string(place)]
        }
    }

    /// Exactly one of the three; nothing otherwise.
    private static func address(_ json: JSON) -> OutgoingAddress? {
        let role = json["role"]?.string.flatMap(Assignment.Role.init)
        switch (json["agency"]?.string, json["unit"]?.integer, json["post"]?.string) {
        case (let code?, nil, nil): return .agency(code: code)
        case (nil, let unit?, nil): return .unit(unit, role ?? .lead)
        case (nil, nil, let name?): return .post(name: name, address: json["address"]?.string ?? "")
        default: return nil
        }
    }
}
