import Hummingbird
import Workflow

/// Runs what follows on the database's threads, so that an act costs no thread hop.
///
/// It is for routes that need the database only: slow queries must not starve health, static files and sign-in pages.
struct OnPool: RouterMiddleware {
    let workflow: Workflow

    func handle(
        _ request: Request, context: OfficeContext, next: (Request, OfficeContext) async throws -> Response
    ) async throws -> Response {
        try await workflow.onPool { try await next(request, context) }
    }
}
