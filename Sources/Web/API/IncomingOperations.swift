import Foundation
import Hummingbird
import Records
import Workflow

extension Operations {
    static let incoming: [Operation] = [
        Operation(
            method: .get, path: "/incoming", name: "listIncoming",
            summary: "Incoming documents, newest first, or found.",
            query: [
                .text("q", "Words of the subject, sender or number, with or without tones."),
                .choice("state", IncomingDocument.State.allCases.map(\.rawValue)),
                .choice("urgency", DetailsJSON.urgencies), .integer("year", "The register's year."),
                .day("from", "Arrived on this day or later."), .day("to", "Arrived on this day or earlier."), .after,
            ],
            answer: .json("IncomingList", .ok)
        ) { call in
            var filter = IncomingFilter()
            filter.text = call.query["q"]
            filter.state = call.query["state"].flatMap(IncomingDocument.State.init)
            filter.urgency = Urgency.allCases.first { "\($0)" == call.query["urgency"] }
            filter.year = call.query["year"].flatMap { Int($0) }
            filter.from = call.query["from"].flatMap { Day($0) }
            filter.to = call.query["to"].flatMap { Day($0) }
            let page = try await call.workflow.incomingList(filter, after: call.after(Int.self), by: call.caller())
            return call.list(page.items.map(JSON.init), next: page.next)
        },
        Operation(
            method: .post, path: "/incoming", name: "registerIncoming",
            summary: "Enter a document in the register; it gets the next number.",
            body: .jsonWithFiles("Registration"), answer: .json("RegisterEntry", .created), admits: .register
        ) { call in
            let registration = Registration(
                details: DetailsJSON.details(call.body), intake: call.body["intake"]?.integer, files: call.files,
                register: call.body["register"]?.integer,
                acknowledgeDuplicates: call.body["acknowledgeDuplicates"]?.bool ?? false)
            let entry = try await call.workflow.registerIncoming(registration, by: call.caller(), key: call.key)
            return .json(JSON(entry), status: .created, headers: [.location: "/api/v1/incoming/\(entry.document)"])
        },
        Operation(
            method: .get, path: "/incoming/{id}", name: "incoming",
            summary: "A document with everything that hangs on it.",
            answer: .json("Incoming", .ok)
        ) { call in
            let view = try await call.workflow.incoming(call.id(), by: call.caller())
            return .json(JSON(view, call.language), headers: [.eTag: "\"\(view.version)\""])
        },
        Operation(
            method: .get, path: "/incoming/{id}/timeline", name: "timeline", summary: "What happened to a document.",
            answer: .json("Timeline", .ok)
        ) { call in
            let document = try await look(call)
            return call.list(
                try await call.workflow.timeline(of: document, by: call.caller()).map(JSON.init), next: nil)
        },
        Operation(
            method: .get, path: "/incoming/{id}/readers", name: "readers",
            summary: "Who can see a document, by what rule, and who has seen it.",
            answer: .json("Readers", .ok)
        ) { call in
            let readers = try await call.workflow.readers(of: call.id(), by: call.caller())
            return .json([
                "items": .array(readers.may.map { JSON($0, call.language) }), "next": .null,
                "seen": .array(readers.seen.map(JSON.init)),
            ])
        },
        Operation(
            method: .get, path: "/attachments/{id}", name: "attachment", summary: "A file of a document.", answer: .file
        ) { call in
            let file = try await call.workflow.openFile(call.id(), by: call.caller())
            return .response(try await AttachmentHandlers(workflow: call.workflow).send(file, save: true, call.context))
        },
    ]

    /// Opens the document as its page does, so that whoever asks for a part of it alone is on record, or refused, too.
    private static func look(_ call: Call) async throws -> IncomingView {
        try await call.workflow.incoming(call.id(), by: call.caller())
    }
}
