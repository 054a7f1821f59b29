import Hummingbird
import Records
import Workflow

/// `/recipient-groups`: recipients that are chosen together, and the steps of choosing in any form.
struct RecipientGroupHandlers: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self)
            .get("", use: list)
            .post("", use: keep)
            .get("new", use: offer)
            .post("choice", use: choose)
            .get(":id", use: show)
            .post(":id", use: change)
            .post(":id/removal", use: remove)
    }

    func list(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let groups = try await office.workflow.recipientGroups(by: try context.caller())
        let done = Done.sentence(in: try request.query(), context.language)
        return try await office.show(RecipientGroupsPage(groups, done: done), context)
    }

    func offer(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await office.workflow.admit(.draft, by: try context.caller())
        return try await show(nil, RecipientChoice(codes: []), context)
    }

    func show(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let group = try await group(context)
        return try await show(group, RecipientChoice(codes: group.codes), name: group.name, context)
    }

    /// A step of choosing that script takes without the rest of the form.
    func choose(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        try await office.workflow.admit(.draft, by: caller)
        let form = try await office.form(request, context)
        let choice = try await RecipientChoice(form, from: office.workflow, by: caller)
        let chooser = try await office.chooser(choice, isOfGroup: form["only"] == "agencies", context)
        return try await office.show(RecipientChoicePage(chooser: chooser), context)
    }

    func keep(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await save(nil, .groupSaved, request, context) { form, choice, caller in
            _ = try await office.workflow.keepGroup(
                named: form["name"].inOneLine, codes: choice.codes, by: caller, key: form.idempotencyKey)
        }
    }

    func change(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let group = try await group(context)
        return try await save(group, .groupSaved, request, context) { form, choice, caller in
            _ = try await office.workflow.changeGroup(
                group.id, named: form["name"].inOneLine, codes: choice.codes, seen: form.version, by: caller,
                key: form.idempotencyKey)
        }
    }

    func remove(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let id = try context.parameters.require("id", as: Int.self)
        let form = try await office.form(request, context)
        try await office.workflow.removeGroup(id, seen: form.version, by: caller, key: form.idempotencyKey)
        return .lead(to: "/recipient-groups", .groupRemoved)
    }

    private func group(_ context: OfficeContext) async throws -> RecipientGroup {
        let id = try context.parameters.require("id", as: Int.self)
        try await office.workflow.admit(.draft, by: try context.caller())
        let groups = try await office.workflow.recipientGroups(by: try context.caller())
        guard let group = groups.first(where: { $0.id == id }) else { throw WorkflowError.notFound }
        return group
    }

    /// Saves a group, or shows its form again after a step or with what is wrong.
    private func save(
        _ group: RecipientGroup?, _ done: Done, _ request: Request, _ context: OfficeContext,
        _ body: (Form, RecipientChoice, Caller) async throws -> Void
    ) async throws -> Response {
        let caller = try context.caller()
        try await office.workflow.admit(.draft, by: caller)
        let form = try await office.form(request, context)
        let choice = try await RecipientChoice(form, from: office.workflow, by: caller)
        let name = form["name"].inOneLine
        func again(
            _ status: HTTPResponse.Status, _ faults: [FieldFault] = [], refusal: Phrase? = nil
        ) async throws -> Response {
            try await show(group, choice, name: name, faults: faults, refusal: refusal, status: status, context)
        }
        guard !choice.isUnfinished else { return try await again(choice.faults.isEmpty ? .ok : .unprocessableContent) }
        do {
            try await body(form, choice, caller)
            return .lead(to: "/recipient-groups", done)
        } catch RuleViolation.fields(let faults) {
            return try await again(.unprocessableContent, faults)
        } catch let error as WorkflowError {
            switch error {
            case .taken, .stale: return try await again(.conflict, refusal: error.sentence)
            default: throw error
            }
        }
    }

    private func show(
        _ group: RecipientGroup?, _ choice: RecipientChoice, name: String = "", faults: [FieldFault] = [],
        refusal: Phrase? = nil, status: HTTPResponse.Status = .ok, _ context: OfficeContext
    ) async throws -> Response {
        let chooser = try await office.chooser(choice, isOfGroup: true, faults: faults, context)
        let page = RecipientGroupPage(
            group, chooser, name: name, faults: faults, refusal: refusal, context.language)
        return try await office.show(page, context, status: status)
    }
}
