import Foundation
import Records
import Workflow

extension Schemas {
    static let intakes: [String: Schema] = [
        "IntakeSummary": .object([
            .needed("id", .integer), .needed("kind", .choice(["envelope", "scan"])),
            .needed("state", .choice(Intake.State.self)), .needed("name", .string), .needed("receivedAt", .instant),
            .needed("senderName", .string), .needed("reference", .string), .needed("subject", .string),
            .needed("urgency", .choice(DetailsJSON.urgencies)), .needed("fault", .optional(.string)),
        ]),
        "IntakeList": list(of: "IntakeSummary"),
        "Intake": .object([
            .needed("id", .integer), .needed("kind", .choice(["envelope", "scan"])),
            .needed("state", .choice(Intake.State.self)), .needed("name", .string), .needed("receivedAt", .instant),
            .needed("details", .named("Details")),
            .needed("proposed", .array(.string), "The members of details that were guessed and must be checked."),
            .needed("warnings", .array(.string)), .needed("attachments", .array(.named("Attachment"))),
            .needed("faultCode", .optional(.string)), .needed("fault", .optional(.string)),
            .needed("duplicates", .array(.named("Duplicate"))),
            .needed("registered", .optional(.named("RegisterEntry"))),
        ]),
    ]

    static let work: [String: Schema] = [
        "WorkCounts": .object([
            .needed("boxes", .map(.integer), "Counted to 100."), .needed("late", .integer),
            .needed("waitingIntakes", .optional(.integer)), .needed("faultyIntakes", .optional(.integer)),
        ]),
        "WorkItem": .object([
            .needed("document", .named("IncomingSummary")), .needed("instruction", .string),
            .needed("assignedTo", .string), .needed("handedOn", .boolean),
        ]),
        "WorkList": list(of: "WorkItem"),
    ]
}

extension JSON {
    init(_ summary: IntakeSummary, _ language: Language) {
        self = [
            "id": .integer(summary.id), "kind": .string(summary.kind.rawValue),
            "state": .string(summary.state.rawValue), "name": .string(summary.name),
            "receivedAt": JSON(summary.receivedAt), "senderName": .string(summary.senderName),
            "reference": .string(summary.reference.description), "subject": .string(summary.subject),
            "urgency": .string("\(summary.urgency)"), "fault": JSON(summary.fault.map { $0(language) }),
        ]
    }

    init(_ view: IntakeView, _ language: Language) {
        self = [
            "id": .integer(view.id), "kind": .string(view.kind.rawValue), "state": .string(view.state.rawValue),
            "name": .string(view.name), "receivedAt": JSON(view.receivedAt), "details": DetailsJSON.json(view.details),
            "proposed": .array(view.proposed.sorted().map(JSON.string)),
            "warnings": .array(view.warnings.map { .string($0(language)) }),
            "attachments": .array(view.attachments.map(JSON.init)), "faultCode": JSON(view.faultCode),
            "fault": JSON(view.fault.map { $0(language) }), "duplicates": .array(view.duplicates.map(JSON.init)),
            "registered": view.registered.map { JSON($0) } ?? .null,
        ]
    }

    init(_ counts: WorkCounts) {
        let boxes = counts.boxes.map { ($0.key.rawValue, JSON.integer($0.value)) }
        self = [
            "boxes": .object(Dictionary(boxes, uniquingKeysWith: { $1 })), "late": .integer(counts.late),
            "waitingIntakes": JSON(counts.waitingIntakes), "faultyIntakes": JSON(counts.faultyIntakes),
        ]
    }

    init(_ item: WorkItem) {
        self = [
            "document": JSON(item.summary), "instruction": .string(item.instruction),
            "assignedTo": .string(item.assignedTo), "handedOn": .bool(item.handedOn),
        ]
    }
}
