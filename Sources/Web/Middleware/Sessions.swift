import Foundation
import Hummingbird
import Workflow

/// Puts whoever is signed in into the context: by cookie for pages, by bearer token for the API.
///
/// A cookie is worth nothing at the API, so no page of another site can use a person's session there.
struct Sessions: RouterMiddleware {
    let workflow: Workflow
    let secure: Bool

    func handle(
        _ request: Request, context: OfficeContext, next: (Request, OfficeContext) async throws -> Response
    ) async throws -> Response {
        guard let token = request.isForAPI ? request.bearerToken : SessionCookie(secure: secure).token(in: request)
        else {
            return try await next(request, context)
        }
        var context = context
        if let signedIn = try await workflow.session(token: token, from: context.origin),
            signedIn.kind == (request.isForAPI ? .api : .web)
        {
            context.signedIn = signedIn
            context.sessionToken = token
            context.origin = signedIn.caller.origin
        }
        return try await next(request, context)
    }
}

extension Request {
    /// The token in `Authorization: Bearer …`.
    fileprivate var bearerToken: String? {
        guard let words = headers[.authorization]?.split(separator: " "), words.count == 2,
            words[0].lowercased() == "bearer"
        else { return nil }
        return String(words[1])
    }
}
