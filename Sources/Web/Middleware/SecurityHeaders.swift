import HTTPTypes
import Hummingbird

/// What every answer says to browsers, whatever it is an answer to.
///
/// No code runs but our own files, nobody frames our pages, and nothing of a person's work stays in a cache.
enum SecurityHeaders {
    static let pagePolicy = [
        "default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-src 'self'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    /// Adds what the answer does not say itself.
    static func complete(_ headers: inout HTTPFields, secure: Bool) {
        add(.contentSecurityPolicy, pagePolicy, to: &headers)
        add(.xContentTypeOptions, "nosniff", to: &headers)
        add(.xFrameOptions, "DENY", to: &headers)
        add(.referrerPolicy, "same-origin", to: &headers)
        add(.permissionsPolicy, "camera=(), geolocation=(), microphone=(), payment=(), usb=()", to: &headers)
        add(.crossOriginOpenerPolicy, "same-origin", to: &headers)
        add(.crossOriginResourcePolicy, "same-origin", to: &headers)
        add(.cacheControl, "no-store", to: &headers)
        if secure { add(.strictTransportSecurity, "max-age=31536000", to: &headers) }
        headers[.server] = nil
    }

    private static func add(_ name: HTTPField.Name, _ value: String, to headers: inout HTTPFields) {
        if !headers.contains(name) { headers[name] = value }
    }
}

/// Puts the security headers on every answer of the router, errors and unknown addresses included.
struct SecurityMiddleware: RouterMiddleware {
    let secure: Bool

    func handle(
        _ request: Request, context: OfficeContext, next: (Request, OfficeContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        SecurityHeaders.complete(&response.headers, secure: secure)
        return response
    }
}

extension HTTPField.Name {
    private static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no name of a header field") }
        return name
    }

    static let xFrameOptions = named("X-Frame-Options")
    static let referrerPolicy = named("Referrer-Policy")
    static let permissionsPolicy = named("Permissions-Policy")
    static let crossOriginOpenerPolicy = named("Cross-Origin-Opener-Policy")
    static let crossOriginResourcePolicy = named("Cross-Origin-Resource-Policy")
    static let clearSiteData = named("Clear-Site-Data")
    static let secFetchSite = named("Sec-Fetch-Site")
    static let requestID = named("X-Request-Id")
    static let forwardedFor = named("X-Forwarded-For")
    static let idempotencyKey = named("Idempotency-Key")
    static let fileName = named("X-File-Name")
    static let hostField = named("Host")
}
