import Hummingbird
import Records
import Workflow

extension Operations {
    /// Recipients that are chosen together; they are the whole agency's.
    static let recipientGroups: [Operation] = [
        Operation(
            method: .get, path: "/recipient-groups", name: "recipientGroups",
            summary: "The agency's groups of recipients, by name.", answer: .json("RecipientGroupList", .ok)
        ) { call in
            call.list(try await call.workflow.recipientGroups(by: call.caller()).map(JSON.init), next: nil)
        },
        Operation(
            method: .post, path: "/recipient-groups", name: "keepRecipientGroup",
            summary: "Keep recipients as a group.", body: .json("RecipientGroupPlan"),
            answer: .json("RecipientGroupID", .created)
        ) { call in
            let id = try await call.workflow.keepGroup(
                named: call.text("name").inOneLine, codes: try codes(call.body), by: call.caller(), key: call.key)
            return .json(["id": .integer(id)], status: .created)
        },
        Operation(
            method: .post, path: "/recipient-groups/{id}/details", name: "changeRecipientGroup",
            summary: "Give a group another name, other recipients, or both: all of it as it shall be.",
            body: .json("RecipientGroupPlan"), answer: .json("Version", .ok), needsVersion: true
        ) { call in
            call.version(
                try await call.workflow.changeGroup(
                    call.id(), named: call.text("name").inOneLine, codes: try codes(call.body), seen: call.seen,
                    by: call.caller(), key: call.key))
        },
        Operation(
            method: .post, path: "/recipient-groups/{id}/removal", name: "removeRecipientGroup",
            summary: "Take a group off the list; drafts keep the recipients that they have.", answer: .nothing,
            needsVersion: true
        ) { call in
            try await call.workflow.removeGroup(call.id(), seen: call.seen, by: call.caller(), key: call.key)
            return .nothing
        },
    ]

    /// The agencies of a group.
    ///
    /// - Throws: ``Problem`` 422 where one of its recipients is something else.
    private static func codes(_ json: JSON) throws -> [String] {
        let recipients = try OutgoingDetailsJSON.recipients(json)
        let codes = recipients.map { recipient -> String? in
            if case .agency(let code) = recipient { code } else { nil }
        }
        let faults = codes.enumerated().filter { $1 == nil }.map {
            FieldProblem(.init("recipients[\($0.offset)]", .unknownChoice))
        }
        guard faults.isEmpty else { throw Problem(.fields, fields: faults) }
        return codes.compactMap { $0 }
    }
}
