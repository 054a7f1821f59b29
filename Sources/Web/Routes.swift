import Foundation
public import Hummingbird
import Records
import Workflow

/// Every route, in the order of the menu.
public func makeRouter(_ office: Office) throws -> Router<OfficeContext> {
    let router = Router(context: OfficeContext.self, options: .autoGenerateHeadEndpoints)
    try addRoutes(to: router, of: office)
    router.refuseOtherMethods()
    return router
}

/// The routes that there are, without the refusals of other methods.
func addRoutes(to router: Router<OfficeContext>, of office: Office) throws {
    let configuration = office.configuration
    let problems = Problems(workflow: office.workflow) { try office.pages.page(of: $0, in: $1, $2) }

    router.add(
        middleware: RequestRecord(configuration: configuration, metrics: RequestMetrics(registry: office.metrics)))
    router.add(middleware: SecurityMiddleware(secure: configuration.secure))
    router.add(middleware: problems)
    router.add(middleware: StrictRequests(names: configuration.names))

    // What works while the database is away.
    let operations = OperationsHandlers(office: office)
    let files = try StaticFiles(folder: Bundle.module.bundleURL.appending(path: "Resources/static"))
    router.get("/health", use: operations.health)
    router.get("/metrics", use: operations.metrics)
    router.get("/static/:name", use: files.send)
    router.get("/api/openapi.json", use: Operations.describe)
    router.addRoutes(ProblemHandlers(office: office).routes, atPath: "/problems")

    // Other offices: a signature of the request stands for session and form token.
    router.addRoutes(ParcelHandlers(office: office).routes, atPath: "/exchange/parcels")

    addPages(to: router, of: office, problems)

    let api = router.group().add(middleware: OnPool(workflow: office.workflow))
        .add(middleware: Sessions(workflow: office.workflow, secure: configuration.secure))
    Operations.add(to: api, of: office)
}

/// What people use.
private func addPages(to router: Router<OfficeContext>, of office: Office, _ problems: Problems) {
    let secure = office.configuration.secure
    let people = router.group().add(middleware: SameOrigin(secure: secure))
        .add(middleware: OnPool(workflow: office.workflow))
        .add(middleware: Sessions(workflow: office.workflow, secure: secure))
        // Once more, so that the page of a problem knows who is signed in.
        .add(middleware: problems)

    let signIn = SignInHandlers(office: office)
    people.get("/") { _, context -> Response in
        .redirect(to: Menu.home(of: try context.caller().officer.roles))
    }
    people.get("/sign-in", use: signIn.show)
    people.post("/sign-in", use: signIn.signIn)
    people.post("/sign-out", use: signIn.signOut)
    people.post("/language", use: LanguageHandlers(office: office).choose)
    people.addRoutes(AccountHandlers(office: office).routes, atPath: "/account")
    people.addRoutes(WorkHandlers(office: office).routes, atPath: "/work")
    people.addRoutes(IntakeHandlers(office: office).routes, atPath: "/intakes")
    people.addRoutes(IncomingListHandler(office: office).routes, atPath: "/incoming")
    people.addRoutes(RegistrationHandlers(office: office).routes, atPath: "/incoming")
    people.addRoutes(DocumentHandlers(office: office).routes, atPath: "/incoming")
    people.get("/attachments/:id", use: AttachmentHandlers(workflow: office.workflow).send)
    people.addRoutes(OutgoingListHandler(office: office).routes, atPath: "/outgoing")
    people.addRoutes(OutgoingDraftHandlers(office: office).routes, atPath: "/outgoing")
    people.addRoutes(OutgoingHandlers(office: office).routes, atPath: "/outgoing")
    people.addRoutes(OutgoingAfterIssue(office: office).routes, atPath: "/outgoing")
    people.addRoutes(ConfirmationHandlers(office: office).routes, atPath: "/xac-nhan")
    people.addRoutes(RecipientGroupHandlers(office: office).routes, atPath: "/recipient-groups")
    people.addRoutes(DispatchHandlers(office: office).routes, atPath: "/dispatches")
    people.addRoutes(DraftHandlers(office: office).routes, atPath: "/dispatches")
    people.get("/correspondents", use: DirectoryHandler(office: office).search)
    people.addRoutes(DeadLetterHandlers(office: office).routes, atPath: "/envelopes")
    people.addRoutes(DossierHandlers(office: office).routes, atPath: "/dossiers")
    people.addRoutes(RegisterHandlers(office: office).routes, atPath: "/registers")
    people.addRoutes(AuditHandlers(office: office).routes, atPath: "/audit")
    people.get("/audit.csv", use: AuditExportHandler(office: office).export)
    people.addRoutes(HelpHandlers(office: office).routes, atPath: "/help")
}
