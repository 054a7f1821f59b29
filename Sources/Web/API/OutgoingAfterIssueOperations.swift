import Hummingbird
import Records
import Workflow

extension Operations {
    /// What issuing and recalling do to whom, told before; recalls; and copies of what was issued.
    static let outgoingAfterIssue: [Operation] = [
        Operation(
            method: .get, path: "/outgoing/{id}/issue", name: "previewIssue",
            summary: """
                What issuing it will do, to its recipients and to those of the document that it amends, replaces, \
                corrects or revokes.
                """, answer: .json("OutgoingPreview", .ok)
        ) { call in preview(try await call.workflow.issuePreview(of: call.id(), by: call.caller())) },
        Operation(
            method: .get, path: "/outgoing/{id}/recall", name: "previewRecall",
            summary: "What recalling it will do to each recipient.", answer: .json("OutgoingPreview", .ok)
        ) { call in preview(try await call.workflow.recallPreview(of: call.id(), by: call.caller())) },
        end("recall", "recallOutgoing", "Recall an issued document from everybody; it cannot be undone.") { call in
            try await call.workflow.recallOutgoing(
                call.id(), reason: call.text("reason"), seen: call.seen, by: call.caller(), key: call.key)
        },
        Operation(
            method: .post, path: "/outgoing/{id}/paper-returns", name: "takePaperBack",
            summary: "Record that a recipient by post gave a recalled document back.", body: .json("PaperReturn"),
            answer: .nothing
        ) { call in
            try await call.workflow.takePaperBack(
                of: call.id(), from: call.body["recipient"]?.integer ?? 0,
                on: call.body["returnedOn"]?.string.flatMap { Day($0) }, by: call.caller(), key: call.key)
            return .nothing
        },
        Operation(
            method: .post, path: "/outgoing/{id}/copies", name: "copyOutgoing",
            summary: "Make a numbered copy of an issued document, or of some of its pages.",
            body: .json("CopyRequest"), answer: .json("OutgoingCopyID", .created)
        ) { call in
            let asked = CopyRequest(
                kind: CopyKind(rawValue: call.text("kind")), pages: call.text("pages"),
                recipient: call.text("recipient"), copies: call.body["copies"]?.integer)
            let document = try call.id()
            let copy = try await call.workflow.copyDocument(document, asked, by: call.caller(), key: call.key)
            return .json(
                ["id": .integer(copy)], status: .created,
                headers: [.location: "/api/v1/outgoing/\(document)/copies/\(copy)"])
        },
        Operation(
            method: .get, path: "/outgoing/{id}/copies/{copy}", name: "outgoingCopy",
            summary: "A copy that was made, as PDF.", answer: .file
        ) { call in
            let file = try await call.workflow.openCopy(call.number("copy"), of: call.id(), by: call.caller())
            return .response(try await AttachmentHandlers(workflow: call.workflow).send(file, save: true, call.context))
        },
    ]

    /// The version that the act will ask for is its `ETag`.
    private static func preview(_ preview: OutgoingPreview) -> Reply {
        .json(JSON(preview), headers: [.eTag: "\"\(preview.document.version)\""])
    }
}
