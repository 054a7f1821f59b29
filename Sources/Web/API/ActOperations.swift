import Hummingbird
import Records
import Workflow

extension Operations {
    static let acts: [Operation] = [
        Operation(
            method: .post, path: "/incoming/{id}/assignments", name: "assign",
            summary: "Name a lead, collaborators, people to inform, a deadline and an instruction.",
            body: .json("AssignmentOrder"), answer: .json("Version", .ok), needsVersion: true
        ) { call in
            let order = try order(call.body)
            return call.version(
                try await call.workflow.assign(call.id(), order, seen: call.seen, by: call.caller(), key: call.key))
        },
        Operation(
            method: .post, path: "/incoming/{id}/notes", name: "reportProgress",
            summary: "Report progress, with files.",
            body: .jsonWithFiles("NoteRequest"), answer: .json("Version", .ok)
        ) { call in
            call.version(
                try await call.workflow.reportProgress(
                    call.id(), text: call.text("text"), files: call.files, seen: nil, by: call.caller(), key: call.key))
        },
        Operation(
            method: .post, path: "/incoming/{id}/completion", name: "complete", summary: "Complete with a result.",
            body: .jsonWithFiles("Completion"), answer: .json("Version", .ok), needsVersion: true
        ) { call in
            call.version(
                try await call.workflow.complete(
                    call.id(), result: call.text("result"), files: call.files, seen: call.seen, by: call.caller(),
                    key: call.key))
        },
        Operation(
            method: .post, path: "/incoming/{id}/acknowledgement", name: "acknowledge",
            summary: "Mark as seen what one was to be informed of.", answer: .json("Version", .ok)
        ) { call in
            call.version(try await call.workflow.acknowledge(call.id(), by: call.caller(), key: call.key))
        },
        Operation(
            method: .post, path: "/incoming/{id}/reopening", name: "reopen", summary: "Open a finished document again.",
            body: .json("Reason"), answer: .json("Version", .ok), needsVersion: true
        ) { call in
            call.version(
                try await call.workflow.reopen(
                    call.id(), reason: call.text("reason"), seen: call.seen, by: call.caller(), key: call.key))
        },
        Operation(
            method: .post, path: "/incoming/{id}/filings", name: "file", summary: "File in a dossier.",
            body: .json("Filing"), answer: .json("Version", .ok), needsVersion: true
        ) { call in
            call.version(
                try await call.workflow.file(
                    call.id(), in: call.body["dossier"]?.integer ?? 0, seen: call.seen, by: call.caller(), key: call.key
                ))
        },
    ]

    /// - Throws: ``Problem`` 422 where an assignee is none, naming each.
    private static func order(_ json: JSON) throws -> AssignmentOrder {
        var faults: [FieldProblem] = []
        func assignee(_ text: String, _ field: String) -> Assignee? {
            let assignee = Assignee(text)
            if assignee == nil { faults.append(FieldProblem(.init(field, .unknownChoice))) }
            return assignee
        }
        func assignees(_ field: String) -> [Assignee] {
            (json[field]?.array ?? []).enumerated().compactMap { assignee($1.string ?? "", "\(field)[\($0)]") }
        }
        var order = AssignmentOrder()
        order.lead = assignee(json["lead"]?.string ?? "", "lead")
        order.support = assignees("support")
        order.informed = assignees("informed")
        order.deadline = json["deadline"]?.string.flatMap { Day($0) }
        order.instruction = json["instruction"]?.string ?? ""
        guard faults.isEmpty else { throw Problem(.fields, fields: faults) }
        return order
    }
}
