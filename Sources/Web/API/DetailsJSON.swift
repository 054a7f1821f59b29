import Records

/// The details of an incoming document as JSON: the members are named as ``IncomingDetails`` names its properties.
enum DetailsJSON {
    static let urgencies = Urgency.allCases.map { "\($0)" }

    private static let texts: [(String, any WritableKeyPath<IncomingDetails, String> & Sendable)] = [
        ("senderName", \.senderName), ("senderCode", \.senderCode), ("number", \.number), ("notation", \.notation),
        ("typeName", \.typeName), ("subject", \.subject), ("signerName", \.signerName),
        ("signerPosition", \.signerPosition), ("signerCompetence", \.signerCompetence), ("note", \.note),
    ]
    private static let days: [(String, any WritableKeyPath<IncomingDetails, Day?> & Sendable)] = [
        ("issuedOn", \.issuedOn), ("dueOn", \.dueOn), ("arrivedOn", \.arrivedOn),
    ]
    private static let numbers: [(String, any WritableKeyPath<IncomingDetails, Int?> & Sendable)] = [
        ("pages", \.pages), ("copies", \.copies),
    ]

    /// The members of a request, all of which may be missing: what is needed is for the rules to say, field by field.
    static let requested: [Schema.Member] =
        texts.map { .maybe($0.0, .string) } + days.map { .maybe($0.0, .day) } + numbers.map { .maybe($0.0, .integer) }
        + [.maybe("urgency", .choice(urgencies)), .maybe("secrecy", .choice(SecrecyLevel.self))]

    static let answered: [Schema.Member] =
        texts.map { .needed($0.0, .string) } + days.map { .needed($0.0, .optional(.day)) }
        + numbers.map { .needed($0.0, .optional(.integer)) }
        + [.needed("urgency", .choice(urgencies)), .needed("secrecy", .choice(SecrecyLevel.self))]

    static func details(_ json: JSON) -> IncomingDetails {
        var details = IncomingDetails()
        for (name, path) in texts { details[keyPath: path] = json[name]?.string ?? "" }
        for (name, path) in days { details[keyPath: path] = json[name]?.string.flatMap { Day($0) } }
        for (name, path) in numbers { details[keyPath: path] = json[name]?.integer }
        details.urgency = Urgency.allCases.first { "\($0)" == json["urgency"]?.string } ?? .none
        details.secrecy = json["secrecy"]?.string.flatMap(SecrecyLevel.init) ?? .none
        return details
    }

    static func json(_ details: IncomingDetails) -> JSON {
        var members: [String: JSON] = [
            "urgency": .string("\(details.urgency)"), "secrecy": .string(details.secrecy.rawValue),
        ]
        for (name, path) in texts { members[name] = .string(details[keyPath: path]) }
        for (name, path) in days { members[name] = JSON(details[keyPath: path]) }
        for (name, path) in numbers { members[name] = JSON(details[keyPath: path]) }
        return .object(members)
    }
}
