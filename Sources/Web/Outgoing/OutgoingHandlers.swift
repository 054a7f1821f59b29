import Foundation
import Hummingbird
import Records
import Workflow

/// `/outgoing/:id` and the steps of one document, each a resource of its own.
struct OutgoingHandlers: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self)
            .get(":id", use: show)
            .get(":id/versions/:ordinal", use: open)
            .get(":id/versions/:ordinal/changes", use: compare)
            .get(":id/template", use: fill)
            .post(":id/revisions", use: revise)
            .post(":id/submission", use: submit)
            .post(":id/abandonment", use: abandon)
            .post(":id/content-approval", use: approveContent)
            .post(":id/format-approval", use: approveFormat)
            .post(":id/return", use: giveBack)
            .post(":id/opinions", use: ask)
            .post(":id/opinion", use: answer)
            .post(":id/comments", use: comment)
            .post(":id/initials", use: initial)
            .post(":id/signatures", use: sign)
            .post(":id/paper-signatures", use: recordSigned)
            .post(":id/number", use: number)
            .post(":id/seal", use: seal)
            .post(":id/issue", use: issue)
            .post(":id/postings", use: post)
            .post(":id/paper-returns", use: takePaperBack)
            .post(":id/cancellation", use: cancel)
            .post(":id/filings", use: file)
            .post(":id/copies", use: copy)
            .get(":id/copies/:copy", use: openCopy)
            .post(":id/archive-uses", use: lend)
            .post(":id/archive-uses/:use/return", use: takeBack)
    }

    func show(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let id = try context.parameters.require("id", as: Int.self)
        let query = try request.query()
        return try await office.showOutgoing(
            id, dossierWords: query["dossiers"], done: Done.sentence(in: query, context.language), context)
    }

    /// A version of the text as it was made, or as a PDF.
    func open(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let query = try request.query()
        let file = try await office.workflow.openVersion(
            try context.parameters.require("ordinal", as: Int.self),
            of: try context.parameters.require("id", as: Int.self), asPDF: query.has("pdf"), by: caller)
        return try await AttachmentHandlers(workflow: office.workflow).send(file, save: query.has("save"), context)
    }

    /// What is different between a version and the one before it.
    func compare(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let id = try context.parameters.require("id", as: Int.self)
        let ordinal = try context.parameters.require("ordinal", as: Int.self)
        let difference = try await office.workflow.changes(in: ordinal, of: id, by: caller)
        return try await office.show(ChangesPage(id, ordinal, difference), context)
    }

    /// The template of the draft's type, filled with what the draft says.
    func fill(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let id = try context.parameters.require("id", as: Int.self)
        do {
            let file = try await office.workflow.template(forOutgoing: id, by: caller)
            return try await AttachmentHandlers(workflow: office.workflow).send(file, save: true, context)
        } catch RuleViolation.fields(let faults) {
            let missing = faults.compactMap { TemplateField(rawValue: $0.field)?.label(context.language) }
            let refusal = Phrase(
                "Mẫu cần thêm: \(missing.joined(separator: ", ")). Hãy sửa dự thảo.",
                "The template also needs: \(missing.joined(separator: ", ")). Revise the draft.")
            return try await office.showOutgoing(id, refusal: refusal, status: .unprocessableContent, context)
        } catch WorkflowError.outgoingObstacle(let obstacle) {
            return try await office.showOutgoing(
                id, refusal: WorkflowError.outgoingObstacle(obstacle).sentence, status: .conflict, context)
        }
    }

    func revise(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let form = try await office.form(request, context)
        let choice = try await RecipientChoice(form, from: office.workflow, by: caller)
        if choice.isUnfinished {
            return try await office.showOutgoing(
                try context.parameters.require("id", as: Int.self),
                sent: SentAct(act: .revise, form: form, choice: choice),
                status: choice.faults.isEmpty ? .ok : .unprocessableContent, context)
        }
        return try await act(.revise, .revised, form, choice: choice, context) { id, sent, caller in
            let form = OutgoingForm(sent, choice)
            guard form.unreadable.isEmpty else { throw RuleViolation.fields(form.faults(today: Day(in: Date()))) }
            var text: OutgoingText?
            if let file = sent.files(in: "text").first {
                text = try await office.workflow.outgoingText(of: file, note: sent["changes"].inOneLine)
            }
            _ = try await office.workflow.reviseOutgoing(
                id, form.details, text: text, files: sent.files(in: "files"),
                without: sent.all("dropped").compactMap { Int($0) }, seen: sent.version, by: caller,
                key: sent.idempotencyKey)
        }
    }

    func submit(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.submit, .submitted, request, context) { id, sent, caller in
            _ = try await office.workflow.submitOutgoing(
                id, note: sent["note"], seen: sent.version, by: caller, key: sent.idempotencyKey)
        }
    }

    func abandon(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.abandon, .abandoned, request, context) { id, sent, caller in
            try await office.workflow.abandonOutgoing(
                id, reason: sent["reason"], seen: sent.version, by: caller, key: sent.idempotencyKey)
        }
    }

    func approveContent(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.approveContent, .contentApproved, request, context) { id, sent, caller in
            _ = try await office.workflow.approveContent(
                of: id, note: sent["note"], seen: sent.version, by: caller, key: sent.idempotencyKey)
        }
    }

    func approveFormat(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.approveFormat, .formatApproved, request, context) { id, sent, caller in
            _ = try await office.workflow.approveFormat(
                of: id, note: sent["note"], seen: sent.version, by: caller, key: sent.idempotencyKey)
        }
    }

    func giveBack(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.returnDraft, .returned, request, context) { id, sent, caller in
            _ = try await office.workflow.returnOutgoing(
                id, reason: sent["reason"], seen: sent.version, by: caller, key: sent.idempotencyKey)
        }
    }

    func ask(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.askOpinion, .opinionsAsked, request, context) { id, sent, caller in
            let deadline = sent["deadline"].trimmed
            guard deadline.isEmpty || Day(typed: deadline) != nil else {
                throw RuleViolation.fields([FieldFault("deadline", .notADay)])
            }
            _ = try await office.workflow.askOpinions(
                on: id,
                OpinionRequest(
                    officers: sent.all("officers").compactMap { Int($0) }, question: sent["question"],
                    deadline: Day(typed: deadline)),
                seen: sent.version, by: caller, key: sent.idempotencyKey)
        }
    }

    func answer(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.giveOpinion, .opinionGiven, request, context) { id, sent, caller in
            guard let answer = OpinionAnswer(rawValue: sent["answer"]) else {
                throw RuleViolation.fields([FieldFault("answer", .unknownChoice)])
            }
            try await office.workflow.giveOpinion(
                on: id, answer, text: sent["text"], by: caller, key: sent.idempotencyKey)
        }
    }

    func comment(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.viewOutgoing, .commented, request, context) { id, sent, caller in
            try await office.workflow.commentOutgoing(id, text: sent["text"], by: caller, key: sent.idempotencyKey)
        }
    }

    func initial(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.sign, .signed, request, context) { id, sent, caller in
            _ = try await office.workflow.initialOutgoing(
                id, note: sent["note"], seen: sent.version, by: caller, key: sent.idempotencyKey)
        }
    }

    /// Somebody signed the file outside and brings it back.
    func sign(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.sign, .signed, request, context) { id, sent, caller in
            guard let file = sent.files.first else {
                throw RuleViolation.fields([FieldFault("files", .required)])
            }
            _ = try await office.workflow.signOutgoing(
                id, with: file, seen: sent.version, by: caller, key: sent.idempotencyKey)
        }
    }

    func recordSigned(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.recordSigned, .signed, request, context) { id, sent, caller in
            _ = try await office.workflow.recordSigned(
                id, note: sent["note"], seen: sent.version, by: caller, key: sent.idempotencyKey)
        }
    }

    func number(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.number, .numbered, request, context) { id, sent, caller in
            let notation = sent["notation"].trimmed
            _ = try await office.workflow.numberOutgoing(
                id, notation: notation.isEmpty ? nil : notation, reserved: Int(sent["reserved"]), seen: sent.version,
                by: caller, key: sent.idempotencyKey)
        }
    }

    func seal(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.seal, .sealed, request, context) { id, sent, caller in
            if sent["medium"] == OutgoingDocument.Medium.paper.rawValue {
                _ = try await office.workflow.sealOnPaper(
                    id, scan: sent.files.first, seen: sent.version, by: caller, key: sent.idempotencyKey)
            } else {
                _ = try await office.workflow.sealOutgoing(
                    id, seen: sent.version, by: caller, key: sent.idempotencyKey)
            }
        }
    }

    func issue(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.issue, .issued, request, context) { id, sent, caller in
            try await office.workflow.issueOutgoing(id, seen: sent.version, by: caller, key: sent.idempotencyKey)
        }
    }

    func post(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.issue, .posted, request, context) { id, sent, caller in
            try await office.workflow.recordPosting(
                of: id, to: Int(sent["recipient"]) ?? 0, covers: Int(sent["covers"]) ?? 0, by: caller,
                key: sent.idempotencyKey)
        }
    }

    func cancel(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.cancel, .cancelled, request, context) { id, sent, caller in
            try await office.workflow.cancelOutgoing(
                id, reason: sent["reason"], seen: sent.version, by: caller, key: sent.idempotencyKey)
        }
    }

    func file(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.archive, .filed, request, context) { id, sent, caller in
            guard let dossier = Int(sent["dossier"]) else {
                throw RuleViolation.fields([FieldFault("dossier", .unknownChoice)])
            }
            _ = try await office.workflow.fileOutgoing(
                id, in: dossier, seen: sent.version, by: caller, key: sent.idempotencyKey)
        }
    }

    /// Does an act and leads back to the document; what cannot be done shows the form again, as it was sent.
    func act(
        _ act: Act, _ done: Done, _ request: Request, _ context: OfficeContext,
        _ body: (OutgoingDocument.ID, Form, Caller) async throws -> Void
    ) async throws -> Response {
        try await self.act(act, done, try await office.form(request, context), context, body)
    }

    private func act(
        _ act: Act, _ done: Done, _ form: Form, choice: RecipientChoice? = nil, _ context: OfficeContext,
        _ body: (OutgoingDocument.ID, Form, Caller) async throws -> Void
    ) async throws -> Response {
        let caller = try context.caller()
        let id = try context.parameters.require("id", as: Int.self)
        var sent = SentAct(act: act, form: form, choice: choice)
        let status: HTTPResponse.Status
        var refusal: Phrase?
        do {
            try await body(id, form, caller)
            return .lead(to: "/outgoing/\(id)", done)
        } catch RuleViolation.fields(let faults) {
            sent.faults = faults
            status = .unprocessableContent
        } catch let error as PaperFault {
            refusal = error.sentence
            status = error.isOurs ? .serviceUnavailable : .unprocessableContent
        } catch let error as PaperToolFault {
            refusal = error.sentence
            status = .serviceUnavailable
        } catch let error as WorkflowError {
            switch error {
            case .stale, .outgoingObstacle: status = .conflict
            case .fileRefused: status = .unprocessableContent
            default: throw error
            }
            refusal = error.sentence
        }
        return try await office.showOutgoing(id, sent: sent, refusal: refusal, status: status, context)
    }
}
