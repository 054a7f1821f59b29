import Foundation
import Hummingbird
import Logging
import NIOHTTP1
import Records
import Workflow

/// Answers an error with its problem: a page for a person, RFC 9457 for a program.
///
/// A fault goes to the log.
struct Problems: RouterMiddleware {
    /// Where requests that are refused before any act or look are recorded.
    let workflow: Workflow
    /// Makes the page of a problem.
    let page: @Sendable (Problem, Request, OfficeContext) throws -> Response

    func handle(
        _ request: Request, context: OfficeContext, next: (Request, OfficeContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPParserError {
            // The connection is out of step: the server itself answers 400 and closes it.
            throw error
        } catch {
            let problem = Problem(error)
            if problem.type == .fault {
                context.logger.error("fault", metadata: ["error": "\(String(reflecting: error))"])
            } else if problem.status.code >= 500 {
                context.logger.warning("unavailable", metadata: ["error": "\(error)"])
            }
            if let refusal = problem.refusalBeforeTheDoor(of: request) {
                // Where even that cannot be recorded, nothing was shown or done that should have been.
                try? await workflow.refused(refusal, context.signedIn?.caller.officer, from: context.origin)
            }
            let answer = answer(problem, request, context)
            return request.method == .head ? answer.createHeadResponse() : answer
        }
    }

    private func answer(_ problem: Problem, _ request: Request, _ context: OfficeContext) -> Response {
        if request.isForAPI { return problem.response(context) }
        if problem.status == .unauthorized, request.isLook {
            return .redirect(to: OwnPath.signIn(then: request))
        }
        do {
            var response = try page(problem, request, context)
            response.headers.append(contentsOf: problem.headers)
            return response
        } catch {
            context.logger.error("fault", metadata: ["error": "\(String(reflecting: error))"])
            return problem.response(context)
        }
    }
}

extension Problem {
    /// The name of a refusal that no act or look has recorded: of a request without a session that holds, or from another
    /// site.
    fileprivate func refusalBeforeTheDoor(of request: Request) -> String? {
        switch type {
        case .foreignForm, .misdirected: type.rawValue
        // Whoever opens a page without ever having signed in is only shown the way.
        case .signInNeeded where request.isForAPI || !request.isLook || request.headers[.cookie] != nil: type.rawValue
        default: nil
        }
    }

    /// The problem for a program.
    func response(_ context: OfficeContext) -> Response {
        var response = Response(
            status: status, headers: [.contentType: "application/problem+json"],
            body: .init(byteBuffer: json(context.language, request: context.origin.request.uuidString).buffer))
        response.headers.append(contentsOf: headers)
        if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }
}
