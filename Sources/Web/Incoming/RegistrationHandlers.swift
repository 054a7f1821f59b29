import Foundation
import Hummingbird
import Records
import Workflow

/// `GET /incoming/new`, `POST /incoming`: entering a document in the register.
struct RegistrationHandlers: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self)
            .get("new", use: offer)
            .post("", use: register)
    }

    /// The empty form, for a document on paper.
    func offer(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        try await office.workflow.admit(.register, by: caller)
        let form = RegistrationForm(offering: IncomingDetails(), intake: nil, today: Day(in: Date()))
        let page = RegistrationPage(form, registers: try await office.workflow.registers(for: caller), context.language)
        return try await office.show(page, context)
    }

    /// The clerk pressed *Vào sổ*.
    func register(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        try await office.workflow.admit(.register, by: caller)
        let sent = try await office.form(request, context)
        let form = RegistrationForm(sent)
        do {
            guard form.unreadable.isEmpty else { throw RuleViolation.fields(form.faults(today: Day(in: Date()))) }
            let registration = Registration(
                details: form.details, intake: form.intake, files: sent.files, register: form.register,
                acknowledgeDuplicates: form.acknowledgesDuplicates)
            let entry = try await office.workflow.registerIncoming(registration, by: caller, key: sent.idempotencyKey)
            return .lead(to: "/incoming/\(entry.document)", .registered)
        } catch RuleViolation.fields(let faults) {
            return try await again(form, sent, faults: faults, status: .unprocessableContent, context)
        } catch WorkflowError.duplicates(let duplicates) {
            return try await again(form, sent, duplicates: duplicates, status: .conflict, context)
        }
    }

    /// The form as it was sent, with what stands in its way.
    private func again(
        _ form: RegistrationForm, _ sent: Form, faults: [FieldFault] = [], duplicates: [Duplicate] = [],
        status: HTTPResponse.Status, _ context: OfficeContext
    ) async throws -> Response {
        let caller = try context.caller()
        var intake: IntakeView?
        if let id = form.intake { intake = try await office.workflow.intake(id, by: caller) }
        let page = RegistrationPage(
            form, intake: intake, registers: try await office.workflow.registers(for: caller), faults: faults,
            duplicates: duplicates.isEmpty ? intake?.duplicates ?? [] : duplicates, lostFiles: !sent.files.isEmpty,
            context.language)
        return try await office.show(page, context, status: status)
    }
}
