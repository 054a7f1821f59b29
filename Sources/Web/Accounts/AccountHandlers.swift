import Hummingbird
import Records
import Workflow

/// `/account`: one's own account.
struct AccountHandlers: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self).get("", use: show).post("password", use: changePassword)
    }

    func show(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let done = Done.sentence(in: try request.query(), context.language)
        return try await office.show(AccountPage(try context.holder(), done: done, context.language), context)
    }

    /// The person pressed *Đổi mật khẩu*.
    func changePassword(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let holder = try context.holder()
        let sent = try await office.form(request, context)
        let change = PasswordChange(current: sent["current"], new: sent["new"], again: sent["again"])
        do {
            // The key alone, for a digest of the form would be one of the passwords.
            let key = sent["_key"].isEmpty ? nil : try IdempotencyKey(sent["_key"], request: Array("password".utf8))
            try await office.workflow.changePassword(
                change, keeping: context.sessionToken, by: holder.caller, key: key)
            return .lead(to: "/account", .passwordChanged)
        } catch RuleViolation.fields(let faults) {
            let page = AccountPage(holder, faults: faults, context.language)
            return try await office.show(page, context, status: .unprocessableContent)
        } catch let error as WorkflowError {
            let problem = Problem(error)
            guard problem.type == .signInBlocked else { throw error }
            let page = AccountPage(holder, refusal: problem.detail, context.language)
            var response = try await office.show(page, context, status: problem.status)
            response.headers.append(contentsOf: problem.headers)
            return response
        }
    }
}
