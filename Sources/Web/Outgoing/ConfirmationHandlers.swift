import Hummingbird
import Records
import Workflow

/// `/xac-nhan/:code`: anybody who holds a document's QR code sees that it was issued, and whether it is in force.
struct ConfirmationHandlers: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self).get(":code", use: show)
    }

    func show(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let code = try context.parameters.require("code")
        let confirmation = try await office.workflow.confirm(code, from: context.origin)
        let typed = try request.query()["digest"]
        return try office.pages.render(ConfirmationPage(code, confirmation, typed: typed, context.language), context)
    }
}

/// The public page of an issued document: what its paper says beside the code, and nothing else.
struct ConfirmationPage: Page {
    static let template = "outgoing/confirmation"

    let code: String
    let reference: String
    let issued: String
    let issuer: String
    let standing: Tag
    /// SHA-256 of the original in hexadecimal digits; none of a paper that was not scanned.
    let digest: String?
    let typed: String
    let isEqual: Bool
    let isOther: Bool

    init(_ code: String, _ confirmation: Confirmation, typed: String, _ language: Language) {
        self.code = code
        reference = confirmation.reference.description
        issued = confirmation.issuedOn.written
        issuer = confirmation.issuer
        standing = .standing(confirmation.closing, language)
        let digest = confirmation.digest?.hexadecimal
        self.digest = digest
        let compared = String(typed.lowercased().filter(\.isHexDigit).prefix(64))
        self.typed = compared
        isEqual = !compared.isEmpty && compared == digest
        isOther = !compared.isEmpty && compared != digest
    }
}

extension [UInt8] {
    fileprivate var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
