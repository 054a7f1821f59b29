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
            .needed("business", .choice(Intake.Business.self), "What it wants."),
            .needed("peer", .string, "Through whom it came; empty where somebody took it in."),
            .needed("deliveries", .integer), .needed("parked", .boolean, "What it is about has not come."),
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
            .needed("business", .choice(Intake.Business.self), "What it wants."),
            .needed("peer", .string, "Through whom it came; empty where somebody took it in."),
            .needed("senderCode", .string), .needed("documentCode", .string),
            .needed("signature", .string, "The verdict on its signature; empty where there was none to ask."),
            .needed("deliveries", .integer), .needed("answer", .optional(.string), "15 agreed, 16 declined."),
            .needed("request", .optional(.named("SenderRequest"))), .needed("reason", .string),
        ]),
        "SenderRequest": .object([
            .needed("reason", .string), .needed("parked", .boolean, "What it is about has not come."),
            .needed("concerned", .array(.named("ConcernedDocument"))),
        ]),
        "ConcernedDocument": .object([
            .needed("intake", .integer), .needed("state", .choice(Intake.State.self)),
            .needed("registered", .optional(.named("RegisterEntry"))), .needed("version", .optional(.integer)),
            .needed("closing", .optional(.choice(IncomingDocument.ClosingMark.self))),
            .needed("details", .named("Details")), .needed("attachments", .array(.named("Attachment"))),
        ]),
        "AcceptanceRequest": .object([
            .maybe("version", .integer, "The version of the registered document that was looked at.")
        ]),
        "Acceptance": .object([.needed("toRegister", .boolean, "Whether it brings a document to register now.")]),
    ]

    static let work: [String: Schema] = [
        "WorkCounts": .object([
            .needed("boxes", .map(.integer), "Counted to 100."), .needed("late", .integer),
            .needed("waitingIntakes", .optional(.integer)), .needed("faultyIntakes", .optional(.integer)),
            .needed("outgoing", .map(.integer), "Outgoing documents in each tray that the caller has."),
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
            "business": .string(summary.business.rawValue), "peer": .string(summary.peer),
            "deliveries": .integer(summary.deliveries), "parked": .bool(summary.isParked),
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
            "business": .string(view.origin.business.rawValue), "peer": .string(view.origin.peer),
            "senderCode": .string(view.origin.senderCode), "documentCode": .string(view.origin.documentCode),
            "signature": .string(view.origin.signature), "deliveries": .integer(view.origin.deliveries),
            "answer": JSON(view.origin.answer?.rawValue), "request": view.request.map { JSON($0) } ?? .null,
            "reason": .string(view.reason),
        ]
    }

    private init(_ request: SenderRequest) {
        self = [
            "reason": .string(request.reason), "parked": .bool(request.isParked),
            "concerned": .array(request.concerned.map(JSON.init)),
        ]
    }

    private init(_ document: ConcernedDocument) {
        self = [
            "intake": .integer(document.intake), "state": .string(document.state.rawValue),
            "registered": document.entry.map { JSON($0) } ?? .null, "version": JSON(document.version),
            "closing": JSON(document.closing?.rawValue), "details": DetailsJSON.json(document.details),
            "attachments": .array(document.attachments.map(JSON.init)),
        ]
    }

    init(_ counts: WorkCounts) {
        let boxes = counts.boxes.map { ($0.key.rawValue, JSON.integer($0.value)) }
        let trays = counts.outgoing.map { ($0.key.rawValue, JSON.integer($0.value)) }
        self = [
            "boxes": .object(Dictionary(boxes, uniquingKeysWith: { $1 })), "late": .integer(counts.late),
            "waitingIntakes": JSON(counts.waitingIntakes), "faultyIntakes": JSON(counts.faultyIntakes),
            "outgoing": .object(Dictionary(trays, uniquingKeysWith: { $1 })),
        ]
    }

    init(_ item: WorkItem) {
        self = [
            "document": JSON(item.summary), "instruction": .string(item.instruction),
            "assignedTo": .string(item.assignedTo), "handedOn": .bool(item.handedOn),
        ]
    }
}
