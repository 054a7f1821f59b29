import Hummingbird
import Records
import Workflow

/// `GET /help`, `GET /help/:role`: the manual's short form, a page for each role.
struct HelpHandlers: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self).get("", use: own).get(":role", use: show)
    }

    /// The page of the role that the reader works in.
    func own(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let roles = try context.caller().officer.roles
        return try await page(of: Role.allCases.first(where: roles.contains) ?? .specialist, context)
    }

    func show(_ request: Request, _ context: OfficeContext) async throws -> Response {
        _ = try context.caller()
        guard let role = context.parameters.get("role", as: Role.self) else { throw Problem(.notFound) }
        return try await page(of: role, context)
    }

    private func page(of role: Role, _ context: OfficeContext) async throws -> Response {
        try await office.show(HelpPage(role, context.language), context)
    }
}
