import Foundation
import Records
import Workflow

extension Schemas {
    static let incoming: [String: Schema] = [
        "Details": .object(DetailsJSON.answered),
        "Registration": .object(
            DetailsJSON.requested + [
                .maybe("intake", .integer, "What waits and is registered by this."),
                .maybe("register", .integer, "The register; the agency's first where it is missing."),
                .maybe("acknowledgeDuplicates", .boolean, "Whether somebody has looked at the likely duplicates."),
            ]),
        "RegisterEntry": .object([
            .needed("document", .integer), .needed("register", .string), .needed("year", .integer),
            .needed("number", .integer),
        ]),
        "IncomingSummary": .object(summary),
        "IncomingList": list(of: "IncomingSummary"),
        "Incoming": .object([
            .needed("id", .integer), .needed("state", .choice(IncomingDocument.State.self)),
            .needed("closing", .optional(.choice(IncomingDocument.ClosingMark.self)), "That it is no longer in force."),
            .needed("version", .integer, "Send it back in If-Match."), .needed("register", .string),
            .needed("number", .integer), .needed("year", .integer), .needed("details", .named("Details")),
            .needed("source", .string), .needed("registeredAt", .instant), .needed("registeredBy", .string),
            .needed("attachments", .array(.named("Attachment"))), .needed("assignments", .array(.named("Assignment"))),
            .needed("notes", .array(.named("Note"))), .needed("dossiers", .array(.named("DossierSummary"))),
            .needed("actions", .array(.named("Action")), "What the caller may do now, and for the rest why not."),
        ]),
        "Attachment": .object([
            .needed("id", .integer), .needed("name", .string), .needed("mediaType", .string), .needed("size", .integer),
            .needed("kind", .string), .needed("damaged", .boolean), .needed("href", .string),
        ]),
        "Assignment": .object([
            .needed("id", .integer), .needed("parent", .optional(.integer)),
            .needed("assignee", .string, "unit:3 or officer:12."), .needed("assigneeName", .string),
            .needed("role", .choice(Assignment.Role.self)), .needed("state", .choice(Assignment.State.self)),
            .needed("deadline", .optional(.day)), .needed("instruction", .string), .needed("result", .string),
            .needed("assignedBy", .string), .needed("assignedAt", .instant), .needed("finishedBy", .optional(.string)),
            .needed("finishedAt", .optional(.instant)), .needed("isLate", .boolean), .needed("level", .integer),
        ]),
        "Note": .object([
            .needed("id", .integer), .needed("author", .string), .needed("writtenAt", .instant),
            .needed("text", .string), .needed("attachments", .array(.named("Attachment"))),
        ]),
        "Action": .object([
            .needed("act", .choice(Act.self)), .needed("allowed", .boolean), .needed("reason", .optional(.string)),
        ]),
        "Duplicate": .object([
            .needed("document", .integer), .needed("number", .integer), .needed("year", .integer),
            .needed("senderName", .string), .needed("reference", .string), .needed("subject", .string),
            .needed("reason", .choice(["reference", "documentCode", "file"])),
        ]),
        "AssignmentOrder": .object([
            .needed("lead", .string, "unit:3 or officer:12."), .maybe("support", .array(.string)),
            .maybe("informed", .array(.string)), .maybe("deadline", .day), .maybe("instruction", .string),
        ]),
        "NoteRequest": .object([.needed("text", .string)]),
        "Completion": .object([.needed("result", .string)]),
        "Reason": .object([.needed("reason", .string)]),
        "Filing": .object([.needed("dossier", .integer)]),
        "Version": .object([.needed("version", .integer, "The document's new version.")]),
        "TimelineEntry": .object([
            .needed("at", .instant), .needed("actorName", .string), .needed("action", .choice(AuditEvent.Action.self)),
            .needed("outcome", .choice(AuditEvent.Outcome.self)), .needed("detail", .map(.string)),
            .needed("version", .optional(.integer)),
        ]),
        "Timeline": list(of: "TimelineEntry"),
        "Reader": .object([
            .needed("name", .string), .needed("position", .string), .needed("unit", .string),
            .needed("rule", .string, "The rule by which the person may see the document."),
        ]),
        "SeenBy": .object([
            .needed("name", .string), .needed("position", .string), .needed("first", .instant),
            .needed("last", .instant), .needed("views", .integer, "How often the document was opened."),
            .needed("files", .integer, "How often a file of it was opened."),
        ]),
        "Readers": .object([
            .needed("items", .array(.named("Reader")), "Who may see the document."),
            .needed("next", .optional(.string), "Always null: all are there."),
            .needed("seen", .array(.named("SeenBy")), "Who has seen it, who looked last first."),
        ]),
    ]

    static let summary: [Schema.Member] = [
        .needed("id", .integer), .needed("state", .choice(IncomingDocument.State.self)),
        .needed("closing", .optional(.choice(IncomingDocument.ClosingMark.self)), "That it is no longer in force."),
        .needed("number", .integer),
        .needed("year", .integer), .needed("arrivedOn", .day), .needed("senderName", .string),
        .needed("reference", .string), .needed("issuedOn", .day), .needed("typeName", .string),
        .needed("subject", .string), .needed("urgency", .choice(DetailsJSON.urgencies)),
        .needed("leadName", .optional(.string)), .needed("deadline", .optional(.day)), .needed("isLate", .boolean),
    ]
}

extension JSON {
    init(_ summary: IncomingSummary) {
        self = [
            "id": .integer(summary.id), "state": .string(summary.state.rawValue),
            "closing": JSON(summary.closing?.rawValue), "number": .integer(summary.number),
            "year": .integer(summary.year), "arrivedOn": JSON(summary.arrivedOn),
            "senderName": .string(summary.senderName), "reference": .string(summary.reference.description),
            "issuedOn": JSON(summary.issuedOn), "typeName": .string(summary.typeName),
            "subject": .string(summary.subject), "urgency": .string("\(summary.urgency)"),
            "leadName": JSON(summary.leadName), "deadline": JSON(summary.deadline), "isLate": .bool(summary.isLate),
        ]
    }

    init(_ view: IncomingView, _ language: Language) {
        self = [
            "id": .integer(view.id), "state": .string(view.state.rawValue),
            "closing": JSON(view.closing?.mark.rawValue),
            "version": .integer(view.version),
            "register": .string(view.register), "number": .integer(view.number), "year": .integer(view.year),
            "details": DetailsJSON.json(view.details), "source": .string(view.source),
            "registeredAt": JSON(view.registeredAt), "registeredBy": .string(view.registeredBy),
            "attachments": .array(view.attachments.map(JSON.init)),
            "assignments": .array(view.assignments.map(JSON.init)), "notes": .array(view.notes.map(JSON.init)),
            "dossiers": .array(view.dossiers.map(JSON.init)),
            "actions": .array(
                view.actions.map {
                    [
                        "act": .string($0.act.rawValue), "allowed": .bool($0.allowed),
                        "reason": JSON($0.reason.map { $0(language) }),
                    ]
                }),
        ]
    }

    init(_ file: AttachmentView) {
        self = [
            "id": .integer(file.id), "name": .string(file.name), "mediaType": .string(file.mediaType),
            "size": .integer(file.size), "kind": .string(file.kind.rawValue), "damaged": .bool(file.damaged),
            "href": .string("/api/v1/attachments/\(file.id)"),
        ]
    }

    init(_ work: AssignmentView) {
        self = [
            "id": .integer(work.id), "parent": JSON(work.parent), "assignee": .string(work.assignee.description),
            "assigneeName": .string(work.assigneeName), "role": .string(work.role.rawValue),
            "state": .string(work.state.rawValue), "deadline": JSON(work.deadline),
            "instruction": .string(work.instruction), "result": .string(work.result),
            "assignedBy": .string(work.assignedBy), "assignedAt": JSON(work.assignedAt),
            "finishedBy": JSON(work.finishedBy), "finishedAt": work.finishedAt.map { JSON($0) } ?? .null,
            "isLate": .bool(work.isLate), "level": .integer(work.level),
        ]
    }

    init(_ note: NoteView) {
        self = [
            "id": .integer(note.id), "author": .string(note.author), "writtenAt": JSON(note.writtenAt),
            "text": .string(note.text), "attachments": .array(note.attachments.map(JSON.init)),
        ]
    }

    init(_ duplicate: Duplicate) {
        self = [
            "document": .integer(duplicate.document), "number": .integer(duplicate.number),
            "year": .integer(duplicate.year), "senderName": .string(duplicate.senderName),
            "reference": .string(duplicate.reference.description), "subject": .string(duplicate.subject),
            "reason": .string(duplicate.reason.rawValue),
        ]
    }

    init(_ entry: RegisterEntry) {
        self = [
            "document": .integer(entry.document), "register": .string(entry.register), "year": .integer(entry.year),
            "number": .integer(entry.number),
        ]
    }

    init(_ entry: TimelineEntry) {
        self = [
            "at": JSON(entry.at), "actorName": .string(entry.actorName), "action": .string(entry.action.rawValue),
            "outcome": .string(entry.outcome.rawValue), "detail": .object(entry.detail.mapValues(JSON.string)),
            "version": JSON(entry.version),
        ]
    }

    init(_ reader: Reader, _ language: Language) {
        self = [
            "name": .string(reader.name), "position": .string(reader.position), "unit": .string(reader.unit),
            "rule": .string(reader.rule(language)),
        ]
    }

    init(_ seen: SeenBy) {
        self = [
            "name": .string(seen.name), "position": .string(seen.position), "first": JSON(seen.first),
            "last": JSON(seen.last), "views": .integer(seen.views), "files": .integer(seen.files),
        ]
    }
}
