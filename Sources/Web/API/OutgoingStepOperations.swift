import Hummingbird
import Records
import Workflow

extension Operations {
    /// The steps that a document takes from its draft to its dossier, in their order.
    static let outgoingSteps: [Operation] = [
        step("submission", "submitOutgoing", "Submit a draft for approval.") { call in
            try await call.workflow.submitOutgoing(
                call.id(), note: call.text("note"), seen: call.seen, by: call.caller(), key: call.key)
        },
        step("content-approval", "approveContent", "Answer for what it says.") { call in
            try await call.workflow.approveContent(
                of: call.id(), note: call.text("note"), seen: call.seen, by: call.caller(), key: call.key)
        },
        step("format-approval", "approveFormat", "Answer for its format; then who initials and signs is fixed.") {
            call in
            try await call.workflow.approveFormat(
                of: call.id(), note: call.text("note"), seen: call.seen, by: call.caller(), key: call.key)
        },
        step("return", "returnOutgoing", "Give it back to whoever drafted it.", body: .json("Reason")) { call in
            try await call.workflow.returnOutgoing(
                call.id(), reason: call.text("reason"), seen: call.seen, by: call.caller(), key: call.key)
        },
        step("initials", "initialOutgoing", "Initial it.") { call in
            try await call.workflow.initialOutgoing(
                call.id(), note: call.text("note"), seen: call.seen, by: call.caller(), key: call.key)
        },
        step(
            "signatures", "signOutgoing", "Bring back the file that was handed out, signed outside.", body: .file
        ) { call in
            guard let file = call.files.first else { throw Problem(.badRequest) }
            guard !file.isCut else { throw Problem(.tooLarge) }
            return try await call.workflow.signOutgoing(
                call.id(), with: file, seen: call.seen, by: call.caller(), key: call.key)
        },
        step("paper-signatures", "recordSigned", "Record that whose turn it is signed on paper.") { call in
            try await call.workflow.recordSigned(
                call.id(), note: call.text("note"), seen: call.seen, by: call.caller(), key: call.key)
        },
        Operation(
            method: .post, path: "/outgoing/{id}/number", name: "numberOutgoing",
            summary: "Give it the register's next number, or one that was set aside, and today's date.",
            body: .json("NumberRequest"), answer: .json("OutgoingNumber", .ok), needsVersion: true
        ) { call in
            let notation = call.text("notation").trimmed
            let number = try await call.workflow.numberOutgoing(
                call.id(), notation: notation.isEmpty ? nil : notation, reserved: call.body["reserved"]?.integer,
                seen: call.seen, by: call.caller(), key: call.key)
            return .json(JSON(number), headers: [.eTag: "\"\(number.version)\""])
        },
        step(
            "seal", "sealOutgoing", "Sign for the agency with its key, or record its seal on paper.",
            body: .jsonWithFiles("SealRequest")
        ) { call in
            if call.text("medium") == OutgoingDocument.Medium.paper.rawValue {
                return try await call.workflow.sealOnPaper(
                    call.id(), scan: call.files.first, seen: call.seen, by: call.caller(), key: call.key)
            }
            return try await call.workflow.sealOutgoing(call.id(), seen: call.seen, by: call.caller(), key: call.key)
        },
        end("issue", "issueOutgoing", "Send it to everybody it is for.", body: .none) { call in
            try await call.workflow.issueOutgoing(call.id(), seen: call.seen, by: call.caller(), key: call.key)
        },
        end("cancellation", "cancelOutgoing", "Cancel what has a number and was not issued; the number stays.") {
            call in
            try await call.workflow.cancelOutgoing(
                call.id(), reason: call.text("reason"), seen: call.seen, by: call.caller(), key: call.key)
        },
        end("abandonment", "abandonOutgoing", "Give a draft up; its record stays.") { call in
            try await call.workflow.abandonOutgoing(
                call.id(), reason: call.text("reason"), seen: call.seen, by: call.caller(), key: call.key)
        },
        step("filings", "fileOutgoing", "File it in a dossier.", body: .json("Filing")) { call in
            try await call.workflow.fileOutgoing(
                call.id(), in: call.body["dossier"]?.integer ?? 0, seen: call.seen, by: call.caller(), key: call.key)
        },
    ]

    /// A step that answers with the document's new version.
    static func step(
        _ resource: String, _ name: String, _ summary: String, body: Operation.Body = .json("OutgoingNote"),
        _ act: @escaping @Sendable (Call) async throws -> Int
    ) -> Operation {
        Operation(
            method: .post, path: "/outgoing/{id}/\(resource)", name: name, summary: summary, body: body,
            answer: .json("Version", .ok), needsVersion: true
        ) { call in
            call.version(try await act(call))
        }
    }

    /// A step after which there is nothing to send a version for.
    static func end(
        _ resource: String, _ name: String, _ summary: String, body: Operation.Body = .json("Reason"),
        _ act: @escaping @Sendable (Call) async throws -> Void
    ) -> Operation {
        Operation(
            method: .post, path: "/outgoing/{id}/\(resource)", name: name, summary: summary, body: body,
            answer: .nothing, needsVersion: true
        ) { call in
            try await act(call)
            return .nothing
        }
    }
}
