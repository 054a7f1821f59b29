import Foundation
import Hummingbird
import Records

/// `/language`: the person chose a language, here and until they choose another.
struct LanguageHandlers: Sendable {
    let office: Office

    func choose(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let form = try await Form.read(request, context, office.workflow, office.configuration.limits)
        guard let language = Language(rawValue: form["language"]) else { throw Problem(.badRequest) }
        var response = Response.redirect(to: form.has("next") ? OwnPath.checked(form["next"]) : page(before: request))
        let secure = office.configuration.secure ? "; Secure" : ""
        response.headers[.setCookie] =
            "language=\(language.rawValue); Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax\(secure)"
        return response
    }

    /// The page on which the switch was pressed.
    private func page(before request: Request) -> String {
        guard let referer = request.headers[.referer], let url = URL(string: referer) else { return "/" }
        let query = url.query().map { "?\($0)" } ?? ""
        return OwnPath.checked(url.path() + query)
    }
}
