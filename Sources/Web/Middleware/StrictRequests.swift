import HTTPTypes
import Hummingbird
import Records

/// Refuses requests that no honest client sends, before anything looks at them.
struct StrictRequests: RouterMiddleware {
    let names: Set<String>
    private static let longestTarget = 8 << 10

    func handle(
        _ request: Request, context: OfficeContext, next: (Request, OfficeContext) async throws -> Response
    ) async throws -> Response {
        guard [.get, .head, .post, .put, .patch, .delete, .options].contains(request.method) else {
            throw Problem.methodNotAllowed("GET, HEAD, POST, PATCH, DELETE")
        }
        try checkHost(request)
        try checkTarget(request)
        // NIO decodes chunks only; with another coding the end of the body would be anybody's guess.
        if let coding = request.headers[.transferEncoding], coding.lowercased() != "chunked" {
            throw Problem(.badRequest)
        }
        return try await next(request, context)
    }

    /// Exactly one well-formed `Host`, and one of ours where we know our names.
    private func checkHost(_ request: Request) throws {
        guard let host = request.head.authority, Self.isWellFormed(host), request.headers[.hostField] == nil else {
            throw Problem(.badRequest, Phrase("Thiếu hoặc sai Host.", "Host is missing or malformed."))
        }
        guard names.isEmpty || names.contains(host.lowercased()) else { throw Problem(.misdirected) }
    }

    private func checkTarget(_ request: Request) throws {
        let target = request.head.path ?? ""
        guard target.utf8.count <= Self.longestTarget, target.hasPrefix("/"), !target.hasPrefix("//"),
            target.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw Problem(.badRequest) }
    }

    private static func isWellFormed(_ host: String) -> Bool {
        (1...255).contains(host.utf8.count)
            && host.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    true
                default: "-._:[]".utf8.contains(byte)
                }
            }
    }
}

extension Problem {
    static func methodNotAllowed(_ allowed: String) -> Problem {
        Problem(.methodNotAllowed, headers: [.allow: allowed])
    }
}

extension Router {
    /// Answers 405 with `Allow` where an address is known and the method is not.
    func refuseOtherMethods() {
        let known = Dictionary(grouping: routes, by: { $0.path.description })
        for routes in known.values {
            guard let path = routes.first?.path else { continue }
            let methods = Set(routes.map(\.method))
            let allowed = (methods.contains(.get) ? methods.union([.head]) : methods).map(\.rawValue).sorted()
            for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete, .options]
            where !methods.contains(method) {
                on(path, method: method) { _, _ -> Response in
                    throw Problem.methodNotAllowed(allowed.joined(separator: ", "))
                }
            }
        }
    }
}
