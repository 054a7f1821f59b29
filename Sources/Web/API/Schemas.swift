/// Every schema of the API, by name.
enum Schemas {
    static let all: [String: Schema] = [
        accounts, directory, incoming, intakes, work, outgoing, outgoingRequests, outgoingAfterIssue,
        recipientGroups, outgoingRegisters, books, dispatches, dossiers, audit, problems,
    ]
    .reduce(into: [:]) { $0.merge($1) { first, _ in first } }

    /// - Returns: a schema that nothing satisfies where there is none; the tests see to it that there is.
    static func named(_ name: String) -> Schema { all[name] ?? .choice([]) }

    /// A page of a list: its items, and where the next page is.
    static func list(of name: String) -> Schema {
        .object([
            .needed("items", .array(.named(name))),
            .needed("next", .optional(.string), "The address of the next page; null after the last."),
        ])
    }

    static let problems: [String: Schema] = [
        "Problem": .object([
            .needed("type", .string, "What kind of problem it is; the address explains it."),
            .needed("title", .string),
            .needed("status", .integer),
            .needed("detail", .string, "What is wrong with this request, in the language of Accept-Language."),
            .needed("request", .string, "The number of the request, as in X-Request-Id and the log."),
            .maybe("errors", .array(.named("FieldError"))),
            .maybe("current", .integer, "The document's version now, where the one that was sent is old."),
            .maybe("changes", .array(.named("TimelineEntry")), "What happened since that version."),
            .maybe("duplicates", .array(.named("Duplicate"))),
            .maybe("document", .integer),
            .maybe("number", .integer),
            .maybe("year", .integer),
        ]),
        "FieldError": .object([
            .needed("field", .string, "The path of the member."), .needed("code", .string), .needed("detail", .string),
        ]),
    ]
}
