import Records

/// What an auditor asks, by its number in the catalogue of questions (câu hỏi của kiểm tra).
public enum TrailQuestion: String, Sendable, CaseIterable {
    /// Who read this document, ever?
    case readers = "q1"
    /// What did this person do?
    case person = "q2"
    /// Who failed to sign in, how often, from where?
    case signIns = "q3"
    /// Who changed whose rights?
    case rights = "q4"
    /// Who worked outside the office's hours?
    case offHours = "q5"
    /// Who exports or reads the most?
    case masses = "q6"
    /// Who was refused what?
    case refusals = "q7"
    /// Which session was used from two networks, which network by many accounts?
    case whereabouts = "q8"
    /// What did administrators and auditors do?
    case keepers = "q9"
    /// Who looked at documents that were not their work?
    case withoutReason = "q10"
    /// What happened to this document, with proofs?
    case life = "q11"
    /// Is the trail whole?
    case wholeness = "q12"
    /// Which accounts and roles are not used?
    case idle = "q13"
    /// What happened around this moment?
    case moment = "q14"
}

extension AuditEvent {
    /// That a question was asked of the trail: its number and its parameters, identifiers only.
    init(_ action: Action, on object: Object, asking question: TrailQuestion?, _ parameters: [String: String]) {
        var detail = parameters
        detail["question"] = question?.rawValue
        self.init(action, on: object, detail: detail)
    }
}
