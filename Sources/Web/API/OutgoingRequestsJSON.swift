import Records
import Workflow

extension Schemas {
    /// What programs send to take a document a step further.
    static let outgoingRequests: [String: Schema] = [
        "OutgoingDraft": .object(
            OutgoingDetailsJSON.requested + [
                .maybe("answers", .integer, "The incoming document that it answers."),
                .maybe("concerns", .named("OutgoingConcern"), "The issued document that it is to change."),
            ]),
        "OutgoingConcern": .object([
            .needed("document", .integer), .needed("effect", .choice(OutgoingEffect.self)),
        ]),
        "OutgoingRevision": .object(
            OutgoingDetailsJSON.requested + [.maybe("changes", .string, "What is different in the text.")]),
        "OutgoingID": .object([.needed("id", .integer)]),
        "OutgoingNote": .object([.maybe("note", .string)]),
        "NumberRequest": .object([
            .maybe("notation", .string, "The symbol, where it is not the usual one."),
            .maybe("reserved", .integer, "A number that was set aside; the next one where it is missing."),
        ]),
        "SealRequest": .object([
            .maybe(
                "medium", .choice(OutgoingDocument.Medium.self),
                "paper records the seal, with a scan as file; otherwise the agency's key signs.")
        ]),
        "OpinionQuestion": .object([
            .needed("officers", .array(.integer)), .maybe("question", .string), .maybe("deadline", .day),
        ]),
        "OpinionReply": .object([.needed("answer", .choice(OpinionAnswer.self)), .maybe("text", .string)]),
        "Posting": .object([
            .needed("recipient", .integer, "Its ordinal among the document's recipients."),
            .needed("covers", .integer, "How many envelopes were handed over."), .maybe("note", .string),
        ]),
    ]

    static let outgoingRegisters: [String: Schema] = [
        "OutgoingRegister": .object([
            .needed("id", .integer), .needed("name", .string),
            .needed("types", .array(.string), "None where it counts all that no other register does."),
            .needed("lastNumber", .integer, "Of this year; 0 before the first."),
            .needed("reserved", .array(.integer), "Set aside, and neither used nor returned."),
            .needed("isClosed", .boolean),
        ]),
        "OutgoingRegisters": list(of: "OutgoingRegister"),
        "Reservation": .object([
            .needed("count", .integer), .needed("reason", .string), .maybe("unit", .integer, "Whom they are for."),
        ]),
        "ReservedNumbers": .object([.needed("numbers", .array(.integer))]),
        "NumberReturn": .object([
            .needed("number", .integer), .needed("year", .integer), .needed("reason", .string),
        ]),
    ]
}

extension JSON {
    init(_ register: OutgoingRegister) {
        self = [
            "id": .integer(register.id), "name": .string(register.name),
            "types": .array(register.types.map(JSON.string)), "lastNumber": .integer(register.lastNumber),
            "reserved": .array(register.reserved.map(JSON.integer)), "isClosed": .bool(register.isClosed),
        ]
    }
}
