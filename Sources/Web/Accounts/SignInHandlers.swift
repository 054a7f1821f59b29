import Foundation
import Hummingbird
import Records
import Workflow

/// `/sign-in`, `/sign-out`: beginning and ending a session in a browser.
struct SignInHandlers: Sendable {
    let office: Office
    private var cookie: SessionCookie { SessionCookie(secure: office.configuration.secure) }

    /// The sign-in page; whoever is signed in is led on.
    func show(_ request: Request, _ context: OfficeContext) async throws -> Response {
        if context.signedIn != nil { return .redirect(to: OwnPath.checked(try request.query()["next"])) }
        return try page(context, next: try request.query()["next"])
    }

    /// The person sent name and password.
    ///
    /// A session that the browser had is closed, and the new one has a new token: nothing that was there before the
    /// person proved who they are is worth anything afterwards.
    func signIn(_ request: Request, _ context: OfficeContext) async throws -> Response {
        var stranger = context
        stranger.signedIn = nil
        let form = try await Form.read(request, stranger, office.workflow, office.configuration.limits)
        let next = form.has("next") ? form["next"] : try request.query()["next"]
        do {
            let session = try await office.workflow.signIn(
                login: form["login"], password: form["password"], from: context.origin, kind: .web)
            if let old = context.sessionToken, let caller = context.signedIn?.caller {
                try await office.workflow.signOut(old, by: caller)
            }
            var response = Response.redirect(to: OwnPath.checked(next))
            response.headers[.setCookie] = cookie.opened(session.token)
            return response
        } catch let error as WorkflowError {
            let problem = Problem(error)
            guard [.signInRefused, .signInBlocked].contains(problem.type) else { throw problem }
            var response = try page(stranger, next: next, login: form["login"], problem: problem)
            response.headers.append(contentsOf: problem.headers)
            return response
        }
    }

    /// The person signed out; the browser forgets what it has seen.
    func signOut(_ request: Request, _ context: OfficeContext) async throws -> Response {
        _ = try await Form.read(request, context, office.workflow, office.configuration.limits)
        if let token = context.sessionToken, let caller = context.signedIn?.caller {
            try await office.workflow.signOut(token, by: caller)
        }
        var response = Response.redirect(to: "/sign-in")
        response.headers[.setCookie] = cookie.closed
        response.headers[.clearSiteData] = "\"cache\", \"storage\""
        return response
    }

    private func page(
        _ context: OfficeContext, next: String, login: String = "", problem: Problem? = nil
    ) throws -> Response {
        try office.pages.render(
            SignInPage(login: login, next: OwnPath.checked(next), problem: problem?.detail(context.language)), context,
            status: problem?.status ?? .ok)
    }
}
