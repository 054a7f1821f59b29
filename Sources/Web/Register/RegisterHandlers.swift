import Foundation
import Hummingbird
import Records
import Workflow

/// `/registers`: the books of the office, their prints, and their closing.
struct RegisterHandlers: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self)
            .get("", use: list)
            .get("prints", use: prints)
            .post("prints", use: print)
            .get("prints/:id", use: openPrint)
            .get(":book", use: show)
            .get(":book/proof", use: prove)
            .post(":book/closing", use: close)
    }

    func list(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let shelf = try await office.workflow.bookShelf(
            year: Int(try request.query()["year"]), by: try context.caller())
        return try await office.show(ShelfPage(shelf, context.language), context)
    }

    func show(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let query = try request.query()
        let book = try await office.workflow.bookPage(
            try address(context), year: year(query), page: Int(query["page"]) ?? 1, by: caller)
        return try await office.show(BookViewPage(book, context.language), context)
    }

    func prints(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await showPrints(done: Done.sentence(in: try request.query(), context.language), context)
    }

    /// The person pressed *In sổ (PDF)*; the print is made in the background.
    func print(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let form = try await office.form(request, context)
        guard let address = BookAddress(form["book"]), let year = Int(form["year"]) else {
            let refusal = Phrase("Hãy chọn sổ và năm.", "Choose a book and a year.")
            return try await showPrints(refusal: refusal, status: .unprocessableContent, context)
        }
        do {
            _ = try await office.workflow.askPrint(of: address, year: year, by: caller, key: form.idempotencyKey)
            return .lead(to: "/registers/prints", .printAsked)
        } catch WorkflowError.outgoingObstacle(let obstacle) {
            let refusal = WorkflowError.outgoingObstacle(obstacle).sentence
            return try await showPrints(refusal: refusal, status: .conflict, context)
        }
    }

    func openPrint(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let file = try await office.workflow.openPrint(try context.parameters.require("id", as: Int.self), by: caller)
        let save = try request.query().has("save")
        return try await AttachmentHandlers(workflow: office.workflow).send(file, save: save, context)
    }

    func prove(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let query = try request.query()
        return try await showProof(year: year(query), done: Done.sentence(in: query, context.language), context)
    }

    /// The registrar pressed *Khóa sổ*.
    func close(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let form = try await office.form(request, context)
        let year = year(form)
        let address = try address(context)
        let refusal: Phrase
        let status: HTTPResponse.Status
        do {
            _ = try await office.workflow.closeRegister(
                address.register ?? 0, year: year, isConfirmed: form.has("confirmed"), by: caller,
                key: form.idempotencyKey)
            return .lead(to: Address("/registers/\(address)/proof", [("year", "\(year)")]).text, .registerClosed)
        } catch RuleViolation.fields {
            refusal = Phrase("Hãy đánh dấu ô xác nhận, rồi khóa sổ.", "Tick the box that confirms it, then close.")
            status = .unprocessableContent
        } catch WorkflowError.outgoingObstacle(let obstacle) {
            refusal = WorkflowError.outgoingObstacle(obstacle).sentence
            status = .conflict
        }
        return try await showProof(year: year, refusal: refusal, status: status, context)
    }

    private func showPrints(
        done: String? = nil, refusal: Phrase? = nil, status: HTTPResponse.Status = .ok, _ context: OfficeContext
    ) async throws -> Response {
        let prints = try await office.workflow.bookPrints(by: try context.caller())
        let page = PrintsPage(prints, refusal: refusal, done: done, context.language)
        return try await office.show(page, context, status: status)
    }

    private func showProof(
        year: Int, refusal: Phrase? = nil, done: String? = nil, status: HTTPResponse.Status = .ok,
        _ context: OfficeContext
    ) async throws -> Response {
        let caller = try context.caller()
        let address = try address(context)
        let proof = try await office.workflow.numberProof(of: address.register ?? 0, year: year, by: caller)
        let book = try await office.workflow.bookPage(.register(address.register ?? 0), year: year, by: caller)
        let page = ProofPage(
            proof, book, mayClose: AccessRule.allow(.keepNumbers, to: caller.officer.roles),
            today: Day(in: Date()), refusal: refusal, done: done, context.language)
        return try await office.show(page, context, status: status)
    }

    /// What names no book is looked for all the same, so that the try is on record.
    private func address(_ context: OfficeContext) throws -> BookAddress {
        BookAddress(try context.parameters.require("book")) ?? .register(0)
    }

    private func year(_ form: Form) -> Int { Int(form["year"]) ?? Day(in: Date()).year }
}
