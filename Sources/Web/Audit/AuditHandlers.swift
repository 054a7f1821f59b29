import Foundation
import Hummingbird
import Records
import Workflow

/// `/audit`: what auditors ask of the trail, and the answers.
struct AuditHandlers: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self)
            .get("", use: show)
            .get("export", use: AuditExportHandler(office: office).export)
            .post("questions", use: save)
            .post("questions/:id/removal", use: remove)
    }

    func show(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let sent = try request.query()
        let query = AuditQuery(sent)
        let answer = try await answer(query, try context.caller(), context.language)
        let status: HTTPResponse.Status = query.asked.faults.isEmpty ? .ok : .unprocessableContent
        return try await show(
            query, answer, QuestionForm(query.text), done: Done.sentence(in: sent, context.language), status, context)
    }

    /// The person pressed *Lưu câu hỏi*.
    func save(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let sent = try await office.form(request, context)
        var form = QuestionForm(sent)
        do {
            _ = try await office.workflow.saveQuestion(form.draft, by: caller, key: sent.idempotencyKey)
            return .lead(to: form.draft.query.isEmpty ? "/audit" : "/audit?\(form.draft.query)", .questionSaved)
        } catch RuleViolation.fields(let faults) {
            form.faults = faults
            return try await again(form, .unprocessableContent, context)
        } catch WorkflowError.taken(let why) {
            form.refusal = why
            return try await again(form, .conflict, context)
        }
    }

    /// The person pressed *Bỏ* beside a saved question.
    func remove(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let sent = try await office.form(request, context)
        try await office.workflow.removeQuestion(
            try context.parameters.require("id", as: Int.self), by: caller, key: sent.idempotencyKey)
        return .lead(to: "/audit", .questionRemoved)
    }

    /// The page of the question that was to be saved, without its answer.
    private func again(_ form: QuestionForm, _ status: HTTPResponse.Status, _ context: OfficeContext) async throws
        -> Response
    {
        let query = AuditQuery(TrailQuery(address: form.draft.query, today: Day(in: Date())))
        try await office.workflow.open(query.question, by: try context.caller())
        return try await show(query, AuditAnswer(), form, done: nil, status, context)
    }

    private func show(
        _ query: AuditQuery, _ answer: AuditAnswer, _ form: QuestionForm, done: String?, _ status: HTTPResponse.Status,
        _ context: OfficeContext
    ) async throws -> Response {
        let caller = try context.caller()
        let officers = try await office.workflow.trailOfficers(by: caller)
        let saved = try await office.workflow.savedQuestions(by: caller)
        let page = AuditPage(
            query, answer, officers: officers, saved: saved, form: form, canMail: office.workflow.canMail, done: done,
            context.language)
        return try await office.show(page, context, status: status)
    }

    // MARK: - Answers

    private func answer(_ query: AuditQuery, _ caller: Caller, _ language: Language) async throws -> AuditAnswer {
        let workflow = office.workflow
        var answer = AuditAnswer()
        guard query.asked.faults.isEmpty, query.asked.isComplete else {
            try await workflow.open(query.question, by: caller)
            return answer
        }
        var week = query.asked.window(days: 7)
        // Bursts are counted event by event.
        if query.question == .signIns { week = week.newest(7) }
        switch query.question {
        case .masses: answer.tables = [AuditTable(try await workflow.massReaders(week, by: caller), language)]
        case .whereabouts:
            let whereabouts = try await workflow.trailWhereabouts(week, by: caller)
            answer.tables = [
                AuditTable(whereabouts.sessions, language), AuditTable(whereabouts.networks, language),
            ]
        case .wholeness:
            let state = try await workflow.sealState(by: caller)
            answer.tables = state.map { [AuditTable($0, language)] } ?? []
            answer.checkpoint = state?.note
            answer.isUnsealed = state == nil
        case .idle:
            let accounts = try await workflow.idleAccounts(days: query.asked.days, by: caller)
            answer.tables = [AuditTable(accounts, language)]
        case .signIns, .readers, .person, .rights, .offHours, .refusals, .keepers, .withoutReason, .life, .moment, nil:
            let isFirst = query.after == nil
            // Minutes have no days to draw, and who looked without a reason is looked for once.
            let canDraw = isFirst && query.question != .moment && query.question != .withoutReason
            let filter = try workflow.filter(of: query.asked)
            // What the sums do not know is counted event by event, so only for whoever wants to see it.
            let isDrawn = canDraw && (query.wantsChart || filter.isInHours)
            answer.canDraw = canDraw && !isDrawn
            if query.question == .signIns, isFirst {
                answer.tables = [AuditTable(try await workflow.signInBursts(week, by: caller), language)]
            }
            answer.trail = try await workflow.trail(
                filter, asking: query.question, after: query.after,
                chart: isDrawn ? query.asked.window(days: 31) : nil, by: caller)
        }
        if query.question?.isASumOfDays ?? false { answer.week = week }
        return answer
    }
}

extension TrailQuestion {
    /// Whether the answer sums up days, the last seven where nobody says which.
    fileprivate var isASumOfDays: Bool { self == .masses || self == .whereabouts || self == .signIns }
}

/// What the page shows below the form.
struct AuditAnswer {
    var trail: TrailPage?
    /// Whether there is a chart that was not asked for.
    var canDraw = false
    var tables: [AuditTable] = []
    /// The last checkpoint, as it was signed.
    var checkpoint: String?
    /// Whether nothing was sealed yet.
    var isUnsealed = false
    /// The days that the tables sum up.
    var week: TrailWindow?
}
