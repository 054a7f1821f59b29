import Foundation
import Hummingbird

/// Refuses forms that another site sends in a person's name, signing in included.
///
/// Browsers say where a form comes from: in `Origin`, else in `Sec-Fetch-Site`, else in `Referer`. One that says nothing
/// at all is refused. Tokens in forms are the second wall.
struct SameOrigin: RouterMiddleware {
    let secure: Bool

    func handle(
        _ request: Request, context: OfficeContext, next: (Request, OfficeContext) async throws -> Response
    ) async throws -> Response {
        guard request.isLook || isOurs(request) else { throw Problem(.foreignForm) }
        return try await next(request, context)
    }

    private func isOurs(_ request: Request) -> Bool {
        if let site = request.headers[.secFetchSite], site != "same-origin" { return false }
        if let origin = request.headers[.origin] { return isOurs(origin, at: request.head.authority) }
        if request.headers[.secFetchSite] == "same-origin" { return true }
        guard let referer = request.headers[.referer], let url = URL(string: referer), let scheme = url.scheme,
            let host = url.host()
        else { return false }
        let port = url.port.map { ":\($0)" } ?? ""
        return isOurs("\(scheme)://\(host)\(port)", at: request.head.authority)
    }

    private func isOurs(_ origin: String, at authority: String?) -> Bool {
        guard let authority = authority?.lowercased() else { return false }
        let origin = origin.lowercased()
        return origin == "https://\(authority)" || (!secure && origin == "http://\(authority)")
    }
}
