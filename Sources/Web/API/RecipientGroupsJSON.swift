import Records
import Workflow

extension Schemas {
    static let recipientGroups: [String: Schema] = [
        "RecipientGroupPlan": .object([
            .needed("name", .string), .needed("recipients", .array(OutgoingDetailsJSON.recipient), "Agencies alone."),
        ]),
        "RecipientGroupID": .object([.needed("id", .integer)]),
        "RecipientGroup": .object([
            .needed("id", .integer), .needed("name", .string),
            .needed("recipients", .array(OutgoingDetailsJSON.recipient)),
            .needed("version", .integer, "Send it back in If-Match."),
        ]),
        "RecipientGroupList": list(of: "RecipientGroup"),
    ]
}

extension JSON {
    init(_ group: RecipientGroup) {
        self = [
            "id": .integer(group.id), "name": .string(group.name),
            "recipients": .array(group.codes.map { OutgoingDetailsJSON.json(.agency(code: $0)) }),
            "version": .integer(group.version),
        ]
    }
}
