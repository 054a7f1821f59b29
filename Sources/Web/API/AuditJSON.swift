import Foundation
import Records
import Workflow

extension Schemas {
    static let audit: [String: Schema] = [
        "TrailRow": .object([
            .needed("id", .integer), .needed("at", .instant), .needed("actor", .optional(.integer)),
            .needed("actorName", .string), .needed("roles", .array(.choice(Role.self))), .needed("channel", .string),
            .needed("source", .optional(.string)), .needed("action", .choice(AuditEvent.Action.self)),
            .needed("outcome", .choice(AuditEvent.Outcome.self)), .needed("reason", .string),
            .needed("objectKind", .string), .needed("objectID", .optional(.integer)),
            .needed(
                "document",
                .optional(
                    .object([.needed("id", .integer), .needed("number", .integer), .needed("year", .integer)]))),
            .needed("detail", .map(.string)), .needed("session", .string, "Part of its digest; empty for none."),
            .needed("offHours", .boolean, "Whether it was outside the hours of the office's calendar."),
        ]),
        "Trail": list(of: "TrailRow"),
    ]
}

extension JSON {
    init(_ row: TrailRow) {
        let document = row.document.map { document -> JSON in
            ["id": .integer(document.id), "number": .integer(document.number), "year": .integer(document.year)]
        }
        self = [
            "id": .integer(row.id), "at": JSON(row.at), "actor": JSON(row.actorID), "actorName": .string(row.actorName),
            "roles": JSON(Set(row.roles)), "channel": .string(row.channel), "source": JSON(row.source),
            "action": .string(row.action.rawValue), "outcome": .string(row.outcome.rawValue),
            "reason": .string(row.reason), "objectKind": .string(row.objectKind), "objectID": JSON(row.objectID),
            "document": document ?? .null, "detail": .object(row.detail.mapValues(JSON.string)),
            "session": .string(row.session), "offHours": .bool(row.isOffHours),
        ]
    }
}
