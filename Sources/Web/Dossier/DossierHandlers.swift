import Foundation
import Hummingbird
import Records
import Workflow

/// `/dossiers`: the dossiers that processed documents are filed in.
struct DossierHandlers: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self)
            .get("", use: list)
            .post("", use: open)
            .get(":id", use: show)
    }

    func list(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let query = try request.query()
        return try await list(
            words: query["q"], after: Int(query["after"]), plan: DossierForm(for: Int(query["document"])), context)
    }

    /// The person pressed *Mở hồ sơ*.
    func open(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let sent = try await office.form(request, context)
        var form = DossierForm(sent)
        do {
            let id = try await office.workflow.openDossier(form.plan, by: caller, key: sent.idempotencyKey)
            guard let document = form.document else { return .lead(to: "/dossiers/\(id)", .dossierOpened) }
            let words = Address("/incoming/\(document)", [("dossiers", form.plan.code)])
            return .lead(to: words.text, .dossierOpened)
        } catch RuleViolation.fields(let faults) {
            form.faults = faults
            return try await list(plan: form, status: .unprocessableContent, context)
        } catch WorkflowError.taken(let why) {
            form.refusal = why
            return try await list(plan: form, status: .conflict, context)
        }
    }

    func show(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let dossier = try await office.workflow.dossier(try context.parameters.require("id", as: Int.self), by: caller)
        let page = DossierPage(
            dossier, done: Done.sentence(in: try request.query(), context.language), today: Day(in: Date()),
            context.language)
        return try await office.show(page, context)
    }

    private func list(
        words: String = "", after: Int? = nil, plan: DossierForm, status: HTTPResponse.Status = .ok,
        _ context: OfficeContext
    ) async throws -> Response {
        let caller = try context.caller()
        let found = try await office.workflow.dossiers(matching: words, after: after, by: caller)
        let page = DossierListPage(
            found.items, words: words, next: found.next, form: plan, roles: caller.officer.roles, context.language)
        return try await office.show(page, context, status: status)
    }
}
