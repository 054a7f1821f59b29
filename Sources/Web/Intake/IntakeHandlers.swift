import Foundation
import Hummingbird
import Records
import Workflow

/// `/intakes`: what has arrived as a file and waits for the register.
struct IntakeHandlers: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self)
            .get("", use: list)
            .post("", use: upload)
            .get(":id", use: show)
            .post(":id/refusal", use: refuse)
            .post(":id/acceptance", use: accept)
    }

    func list(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let query = try request.query()
        let state = Intake.State(rawValue: query["state"]) ?? .waiting
        return try await list(
            state, after: Int(query["after"]), done: Done.sentence(in: query, context.language), context)
    }

    /// The clerk dropped files: envelopes or scans, each of which becomes a line of the list.
    ///
    /// Whether they may is asked before a file is stored.
    func upload(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        try await office.workflow.admit(.takeIn, by: caller)
        let sent: Form
        do {
            sent = try await office.form(request, context, cutting: true)
        } catch WorkflowError.fileRefused(let why) {
            return try await list(.waiting, fault: why, status: .unprocessableContent, context)
        }
        guard !sent.files.isEmpty else {
            let why = Phrase("Hãy chọn ít nhất một tệp.", "Choose at least one file.")
            return try await list(.waiting, fault: why, status: .unprocessableContent, context)
        }
        var taken: [IntakeView] = []
        for (ordinal, file) in sent.files.enumerated() {
            let key = try IdempotencyKey("\(sent["_key"]).\(ordinal)", request: file.digest)
            taken.append(try await office.workflow.takeIn(file, by: caller, key: key))
        }
        if sent.files.last?.isCut == true {
            return try await list(.faulty, fault: taken.last?.fault, status: .contentTooLarge, context)
        }
        if taken.count == 1 { return .lead(to: "/intakes/\(taken[0].id)", .takenIn) }
        return .lead(to: taken.contains { $0.state == .faulty } ? "/intakes?state=faulty" : "/intakes", .takenIn)
    }

    /// One of them with the registration form, filled in with what was read.
    func show(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let intake = try await office.workflow.intake(try context.parameters.require("id", as: Int.self), by: caller)
        if let entry = intake.registered { return .redirect(to: "/incoming/\(entry.document)") }
        let query = try request.query()
        let done = Done.sentence(in: query, context.language)
        let counts = try await office.workflow.workCounts(by: caller)
        guard intake.state == .waiting else {
            return try await office.show(IntakePage(intake, done: done, context.language), context, counts)
        }
        if let asked = intake.request, intake.origin.answer == nil, !query.has("register") {
            return try await office.show(RequestPage(intake, asked, done: done, context.language), context, counts)
        }
        let form = RegistrationForm(offering: intake.details, intake: intake.id, today: Day(in: Date()))
        let page = RegistrationPage(
            form, intake: intake, registers: try await office.workflow.registers(for: caller),
            duplicates: intake.duplicates, done: done, context.language)
        return try await office.show(page, context, counts)
    }

    /// The clerk pressed *Từ chối*.
    func refuse(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let id = try context.parameters.require("id", as: Int.self)
        let sent = try await office.form(request, context)
        do {
            try await office.workflow.refuseIntake(id, reason: sent["reason"], by: caller, key: sent.idempotencyKey)
            return .lead(to: "/intakes", sent["_asked"] == "yes" ? .declined : .refused)
        } catch RuleViolation.fields(let faults) {
            let intake = try await office.workflow.intake(id, by: caller)
            if intake.state == .waiting, intake.origin.answer == nil, let asked = intake.request {
                let page = RequestPage(intake, asked, reason: sent["reason"], faults: faults, context.language)
                return try await office.show(page, context, status: .unprocessableContent)
            }
            let page = IntakePage(intake, reason: sent["reason"], faults: faults, context.language)
            return try await office.show(page, context, status: .unprocessableContent)
        }
    }

    /// The clerk agreed to what the sender asks.
    func accept(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let id = try context.parameters.require("id", as: Int.self)
        let sent = try await office.form(request, context)
        let isToBeRegistered = try await office.workflow.acceptRequest(
            id, seen: Int(sent["version"]), by: caller, key: sent.idempotencyKey)
        if isToBeRegistered { return .lead(to: "/intakes/\(id)", .replaced) }
        return .lead(to: "/intakes", sent["_asked"] == "recall" ? .withdrawn : .updated)
    }

    private func list(
        _ state: Intake.State, after: Int? = nil, fault: Phrase? = nil, done: String? = nil,
        status: HTTPResponse.Status = .ok, _ context: OfficeContext
    ) async throws -> Response {
        let caller = try context.caller()
        let found = try await office.workflow.intakes(state, after: after, by: caller)
        let counts = try await office.workflow.workCounts(by: caller)
        let page = IntakeListPage(
            state, found.items, next: found.next, counts: counts, fault: fault, done: done, context.language)
        return try await office.show(page, context, counts, status: status)
    }
}
