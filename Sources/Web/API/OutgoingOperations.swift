import Foundation
import Hummingbird
import Records
import Workflow

extension Operations {
    /// Outgoing documents, found and looked at, and their drafts.
    static let outgoing: [Operation] = [
        Operation(
            method: .get, path: "/outgoing", name: "listOutgoing",
            summary: "Outgoing documents that the caller may see, newest first, or found.",
            query: [
                .text("q", "Words of the subject, type or number, with or without tones."),
                .choice("step", OutgoingDocument.Step.allCases.map(\.rawValue)),
                .integer("year", "The register's year."), .after,
            ],
            answer: .json("OutgoingList", .ok)
        ) { call in
            var filter = OutgoingFilter()
            filter.text = call.query["q"]
            filter.step = call.query["step"].flatMap(OutgoingDocument.Step.init)
            filter.year = call.query["year"].flatMap { Int($0) }
            let page = try await call.workflow.outgoingList(filter, after: call.after(Int.self), by: call.caller())
            return call.list(page.items.map(JSON.init), next: page.next)
        },
        Operation(
            method: .get, path: "/work/outgoing/{tray}", name: "outgoingTray",
            summary: """
                What waits for the caller in a tray (\(OutgoingTray.allCases.map(\.rawValue).joined(separator: ", "))), \
                most urgent and oldest first.
                """,
            answer: .json("OutgoingTray", .ok)
        ) { call in
            guard let tray = call.context.parameters.get("tray").flatMap(OutgoingTray.init) else {
                throw Problem(.notFound)
            }
            let page = try await call.workflow.outgoingTray(tray, by: call.caller())
            return .json(["items": .array(page.items.map(JSON.init)), "hasMore": .bool(page.hasMore)])
        },
        Operation(
            method: .post, path: "/outgoing", name: "draftOutgoing",
            summary: """
                Begin a document that the agency is to issue, with its text as DOCX or PDF; also one that amends, replaces, \
                corrects or revokes an issued one.
                """,
            body: .jsonWithText("OutgoingDraft"), answer: .json("OutgoingID", .created), admits: .draft
        ) { call in
            var draft = OutgoingDraft()
            draft.details = try OutgoingDetailsJSON.details(call.body)
            if let paper = call.paper { draft.text = try await call.workflow.outgoingText(of: paper) }
            draft.files = call.files
            draft.answers = call.body["answers"]?.integer
            if let concerns = call.body["concerns"], let document = concerns["document"]?.integer,
                let effect = concerns["effect"]?.string.flatMap(OutgoingEffect.init)
            {
                draft.concerns = (document, effect)
            }
            let id = try await call.workflow.draftOutgoing(draft, by: call.caller(), key: call.key)
            return .json(["id": .integer(id)], status: .created, headers: [.location: "/api/v1/outgoing/\(id)"])
        },
        Operation(
            method: .get, path: "/outgoing/{id}", name: "outgoing",
            summary: "An outgoing document with everything that hangs on it.", answer: .json("Outgoing", .ok)
        ) { call in
            let view = try await call.workflow.outgoing(call.id(), by: call.caller())
            return .json(JSON(view, call.language), headers: [.eTag: "\"\(view.version)\""])
        },
        Operation(
            method: .get, path: "/outgoing/{id}/texts/{ordinal}", name: "outgoingText",
            summary: "A version of the text: the draft, the file to sign, what was signed.",
            query: [.choice("as", ["pdf"], "The PDF that was made of a Word file.")], answer: .file
        ) { call in
            let file = try await call.workflow.openVersion(
                call.number("ordinal"), of: call.id(), asPDF: call.query["as"] != nil, by: call.caller())
            return .response(try await AttachmentHandlers(workflow: call.workflow).send(file, save: true, call.context))
        },
        Operation(
            method: .get, path: "/outgoing/{id}/template", name: "outgoingTemplate",
            summary: "The template of the draft's type, filled with what the draft says.", answer: .file
        ) { call in
            let file = try await call.workflow.template(forOutgoing: call.id(), by: call.caller())
            return .response(try await AttachmentHandlers(workflow: call.workflow).send(file, save: true, call.context))
        },
        Operation(
            method: .post, path: "/outgoing/{id}/revisions", name: "reviseOutgoing",
            summary: "Change a draft: every detail as it shall be, and a new version of the text where one is sent.",
            body: .jsonWithText("OutgoingRevision"), answer: .json("Version", .ok), needsVersion: true, admits: .draft
        ) { call in
            let details = try OutgoingDetailsJSON.details(call.body)
            var text: OutgoingText?
            if let paper = call.paper {
                text = try await call.workflow.outgoingText(of: paper, note: call.text("changes").inOneLine)
            }
            return call.version(
                try await call.workflow.reviseOutgoing(
                    call.id(), details, text: text, files: call.files, seen: call.seen, by: call.caller(),
                    key: call.key))
        },
    ]
}
