import Hummingbird
import Records
import Workflow

extension Operations {
    /// What can be done with a dispatch until it is sent.
    static let drafts: [Operation] = [
        Operation(
            method: .post, path: "/dispatches/{id}/details", name: "changeDispatch",
            summary: """
                Correct what was prepared: every detail as it shall be. Files, where there are any, take the place of those \
                before.
                """,
            body: .jsonWithFiles("DispatchDetails"), answer: .json("Version", .ok), needsVersion: true,
            admits: .dispatch
        ) { call in
            call.version(
                try await call.workflow.changeDispatch(
                    call.id(), DispatchJSON.details(call.body), files: call.files, seen: call.seen, by: call.caller(),
                    key: call.key))
        },
        Operation(
            method: .post, path: "/dispatches/{id}/recipients", name: "chooseRecipients",
            summary: "Add recipients to what was prepared, or take some out, by their codes.",
            body: .json("RecipientChoice"), answer: .json("Version", .ok), needsVersion: true
        ) { call in
            func codes(_ member: String) -> [String] { call.body[member]?.array?.compactMap(\.string) ?? [] }
            return call.version(
                try await call.workflow.chooseRecipients(
                    call.id(), adding: codes("add"), removing: codes("remove"), seen: call.seen, by: call.caller(),
                    key: call.key))
        },
        Operation(
            method: .post, path: "/dispatches/{id}/discarding", name: "discardDispatch",
            summary: "Give up what was prepared; it will not be sent, and its record stays.", answer: .nothing,
            needsVersion: true
        ) { call in
            try await call.workflow.discardDispatch(call.id(), seen: call.seen, by: call.caller(), key: call.key)
            return .nothing
        },
    ]
}
