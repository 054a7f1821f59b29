import Foundation
import Hummingbird
import Records
import Workflow

extension Operations {
    static let dispatches: [Operation] = [
        Operation(
            method: .get, path: "/correspondents", name: "correspondents",
            summary: "Agencies that documents can be sent to, by what is typed of a name or code, best first.",
            query: [.text("q", "Words of the name, with or without tones, or the beginning of a code.")],
            answer: .json("CorrespondentList", .ok)
        ) { call in
            let found = try await call.workflow.correspondents(matching: call.query["q"] ?? "", by: call.caller())
            return call.list(found.map(JSON.init), next: nil)
        },
        Operation(
            method: .get, path: "/dispatches", name: "dispatches",
            summary: "What was sent to other agencies, newest first.",
            query: [.choice("state", DispatchFilter.allCases.map(\.rawValue)), .after],
            answer: .json("DispatchList", .ok)
        ) { call in
            let filter = call.query["state"].flatMap(DispatchFilter.init) ?? .sent
            let page = try await call.workflow.dispatches(filter, after: call.after(Int.self), by: call.caller())
            return call.list(page.items.map(JSON.init), next: page.next)
        },
        Operation(
            method: .post, path: "/dispatches", name: "draftDispatch",
            summary: "Prepare a signed and numbered document to be sent; it is sent by another call.",
            body: .jsonWithFiles("DispatchDraft"), answer: .json("DispatchID", .created), admits: .dispatch
        ) { call in
            var draft = DispatchDraft()
            draft.details = DispatchJSON.details(call.body)
            draft.files = call.files
            draft.recipients = call.body["recipients"]?.array?.compactMap(\.string) ?? []
            let id = try await call.workflow.draftDispatch(draft, by: call.caller(), key: call.key)
            return .json(["id": .integer(id)], status: .created, headers: [.location: "/api/v1/dispatches/\(id)"])
        },
        Operation(
            method: .get, path: "/dispatches/{id}", name: "dispatch",
            summary: "A dispatch with its recipients and every status of each.", answer: .json("Dispatch", .ok)
        ) { call in
            let view = try await call.workflow.dispatch(call.id(), by: call.caller())
            return .json(JSON(view, call.language), headers: [.eTag: "\"\(view.version)\""])
        },
        Operation(
            method: .post, path: "/dispatches/{id}/sending", name: "sendDispatch",
            summary: "Send what was prepared, as it was seen.", answer: .nothing, needsVersion: true
        ) { call in
            try await call.workflow.sendDispatch(call.id(), seen: call.seen, by: call.caller(), key: call.key)
            return .nothing
        },
        Operation(
            method: .post, path: "/dispatches/{id}/follow-ups", name: "followUp",
            summary: "Prepare to take back, update or replace what was sent.", body: .json("FollowUp"),
            answer: .json("DispatchID", .created)
        ) { call in
            let kind = DispatchKind(rawValue: call.text("kind")) ?? .recall
            let id = try await call.workflow.followUp(
                kind, of: call.id(), reason: call.text("reason"),
                recipients: call.body["recipients"]?.array?.compactMap(\.string) ?? [], by: call.caller(),
                key: call.key)
            return .json(["id": .integer(id)], status: .created, headers: [.location: "/api/v1/dispatches/\(id)"])
        },
        Operation(
            method: .get, path: "/envelopes/dead", name: "deadLetters",
            summary: "Envelopes that could not be sent, the last first.", query: [.after],
            answer: .json("DeadLetterList", .ok)
        ) { call in
            let page = try await call.workflow.deadLetters(after: call.after(Int.self), by: call.caller())
            return call.list(page.items.map { JSON($0, call.language) }, next: page.next)
        },
        Operation(
            method: .post, path: "/envelopes/{id}/resending", name: "resend",
            summary: "Send an envelope again that was given up: the same bytes under the same id.", answer: .nothing
        ) { call in
            try await call.workflow.resend(call.id(), by: call.caller(), key: call.key)
            return .nothing
        },
    ]
}
