import Hummingbird

/// Everything that programs can ask for, in the order of the menu.
enum Operations {
    static let all: [Operation] =
        accounts + work + intakes + incoming + acts + outgoing + outgoingSteps + outgoingTalk
        + outgoingAfterIssue + recipientGroups + outgoingRegisters + books + dispatches + drafts + dossiers + trail

    /// Adds the routes, and the description that is written from the same table.
    static func add(to router: RouterGroup<OfficeContext>, of office: Office) {
        for operation in all {
            router.on(operation.route, method: operation.method) { request, context in
                try await operation.respond(request, context, office)
            }
        }
    }

    /// The description's bytes, made once.
    static let description = OpenAPI.document(of: all).buffer

    static func describe(_ request: Request, _ context: OfficeContext) async throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "public, no-cache"],
            body: .init(byteBuffer: description))
    }
}
