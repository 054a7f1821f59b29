import Foundation
import Hummingbird
import Logging
import Records
import Workflow

/// Gives each request a number and a line in the access log, and counts it.
///
/// The line names the route, not the address: what was searched for and who asked is for the audit trail, which guards
/// it. Answers say the number as `X-Request-Id`, and so do events in the trail.
struct RequestRecord: RouterMiddleware {
    let configuration: WebConfiguration
    let metrics: RequestMetrics

    func handle(
        _ request: Request, context: OfficeContext, next: (Request, OfficeContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var context = context
        let id = UUID()
        context.origin = Origin(
            channel: request.isForAPI ? .api : .web, source: source(of: request, context),
            agent: Self.agent(of: request), request: id)
        context.language = request.language
        context.logger = logger(context, id)
        do {
            var response = try await next(request, context)
            response.headers[.requestID] = id.uuidString
            record(request, context, response.status.code, since: start)
            return response
        } catch {
            // Only a request that breaks off within its body comes here; the connection answers it and closes.
            record(request, context, 400, since: start)
            throw error
        }
    }

    /// What the client calls itself, as far as it is of use.
    private static func agent(of request: Request) -> String {
        let name = request.headers[.userAgent] ?? ""
        return String(String.UnicodeScalarView(name.unicodeScalars.lazy.filter { $0.value >= 0x20 }.prefix(200)))
    }

    private func logger(_ context: OfficeContext, _ id: UUID) -> Logger {
        var logger = context.logger
        logger[metadataKey: "hb.request.id"] = nil
        logger[metadataKey: "request"] = "\(id)"
        return logger
    }

    private func record(
        _ request: Request, _ context: OfficeContext, _ status: Int, since start: ContinuousClock.Instant
    ) {
        let duration = ContinuousClock.now - start
        let method = request.method.isKnown ? request.method.rawValue : "OTHER"
        let route = context.endpointPath ?? "-"
        metrics.count(method: method, route: route, status: status, duration)
        context.logger.info(
            "request",
            metadata: [
                "method": "\(method)", "route": "\(route)", "status": "\(status)",
                "ms": "\(duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000)",
            ])
    }

    /// The client's address: the connection's, or what a proxy that we trust says it is.
    private func source(of request: Request, _ context: OfficeContext) -> String? {
        guard let peer = context.peer, configuration.trustedProxies.contains(peer),
            let client = request.headers[.forwardedFor]?.split(separator: ",").last
        else { return context.peer }
        return NetworkAddress.normalised(String(client)) ?? context.peer
    }
}

extension HTTPRequest.Method {
    /// Whether it is one of the methods that HTTP names, so that logs and counters hold no invented ones.
    var isKnown: Bool {
        [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect].contains(self)
    }
}

extension Request {
    /// Whether a program asks, which is answered in JSON.
    var isForAPI: Bool { uri.path.hasPrefix("/api/") || uri.path.hasPrefix("/exchange/") }

    /// The language that was chosen here before; for a program, the one it prefers.
    ///
    /// Pages are Vietnamese until a person chooses: the browsers of most offices ask for English.
    var language: Language {
        if let chosen = cookies["language"].flatMap({ Language(rawValue: $0.value) }) { return chosen }
        guard isForAPI else { return .vietnamese }
        let preferred = (headers[.acceptLanguage] ?? "").prefix(200).split(separator: ",").lazy
            .map { $0.split(separator: ";").first?.drop { $0 == " " }.prefix(2).lowercased() ?? "" }
            .compactMap(Language.init).first
        return preferred ?? .vietnamese
    }
}
