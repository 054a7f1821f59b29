import Hummingbird
import Records
import Workflow

extension RouterMethods where Context == OfficeContext {
    /// Every page, in the order of the menu.
    func addPages(of office: Office) {
        get("/", use: HomeHandler().lead)
        addRoutes(WorkHandlers(office: office).routes, atPath: "/work")
        addRoutes(IntakeHandlers(office: office).routes, atPath: "/intakes")
        addRoutes(IncomingListHandler(office: office).routes, atPath: "/incoming")
        addRoutes(RegistrationHandlers(office: office).routes, atPath: "/incoming")
        addRoutes(DocumentHandlers(office: office).routes, atPath: "/incoming")
        addRoutes(DossierHandlers(office: office).routes, atPath: "/dossiers")
        addRoutes(AuditHandlers(office: office).routes, atPath: "/audit")
        get("/audit.csv", use: AuditExportHandler(office: office).export)
        addRoutes(HelpHandlers(office: office).routes, atPath: "/help")
        addRoutes(ProblemHandlers(office: office).routes, atPath: "/problems")
    }
}

/// `GET /`: leads to the page where a person's day begins.
struct HomeHandler: Sendable {
    func lead(_ request: Request, _ context: OfficeContext) async throws -> Response {
        .redirect(to: Menu.home(of: try context.caller().officer.roles))
    }
}
