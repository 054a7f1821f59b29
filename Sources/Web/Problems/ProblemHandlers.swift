import Hummingbird
import Records

/// `GET /problems/:name`: what a problem's `type` means, for whoever wrote the program that got it.
struct ProblemHandlers: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self).get(":name", use: explain)
    }

    func explain(_ request: Request, _ context: OfficeContext) async throws -> Response {
        guard let type = ProblemType(rawValue: try context.parameters.require("name")) else { throw Problem(.notFound) }
        return try office.pages.render(ProblemTypePage(type, context.language), context)
    }
}

/// The explanation of a problem's type.
struct ProblemTypePage: Page {
    static let template = "problems/type"

    let name: String
    let title: String
    let status: Int
    let explanation: String

    init(_ type: ProblemType, _ language: Language) {
        name = "/problems/\(type.rawValue)"
        title = type.title(language)
        status = type.status.code
        explanation = type.explanation(language)
    }
}
