import Exchange
import Foundation
import Postgres
import Records

extension Workflow {
    /// Marks what became of an attempt (ghi kết quả gửi): sent, dead, or due again after a pause.
    ///
    /// A worker whose lease ended may come late. That the other side has the envelope is true whoever hears of it first;
    /// a failure that another worker's attempt has overtaken says nothing, and what changes nothing leaves no event.
    func settle(_ leased: LeasedEnvelope, _ outcome: Handover, by worker: UUID) async throws {
        let caller = Caller.service(in: leased.agency)
        let rules = configuration.exchange
        let event = leased.event(of: outcome, rules)
        do {
            let _: Bool = try await act(event, by: caller, key: nil) { transaction in
                let changed = try transaction.settle(leased, outcome, rules, by: worker)
                guard changed == 1 else { throw Overtaken() }
                return Audited(true, event)
            }
        } catch is Overtaken {}
    }
}

/// Another worker has settled the envelope, or is sending it.
private struct Overtaken: Error {}

extension ExchangeConfiguration {
    /// How long to wait after so many attempts, in seconds: twice as long each time, and never all at the same moment.
    func pause(after attempts: Int) -> Double {
        let whole = min(firstPause * (1 << min(max(attempts - 1, 0), 20)), longestPause)
        return whole / .seconds(1) * Double.random(in: 0.5...1)
    }
}

extension LeasedEnvelope {
    fileprivate func event(of outcome: Handover, _ rules: ExchangeConfiguration) -> AuditEvent {
        var detail = ["attempt": "\(attempts)", "message": messageID]
        switch outcome {
        case .accepted: return AuditEvent(.envelopeSent, on: .envelope(id), detail: detail)
        case .refused(let error):
            detail["fault"] = error.verdict
            return AuditEvent(.envelopeDied, on: .envelope(id), detail: detail)
        case .tryAgain(let error):
            detail["fault"] = error.verdict
            let isLast = attempts >= rules.mostAttempts
            return AuditEvent(isLast ? .envelopeDied : .sendingFailed, on: .envelope(id), detail: detail)
        }
    }
}

extension Transaction {
    /// - Returns: how many rows it changed: one, or none where another worker was first.
    fileprivate borrowing func settle(
        _ leased: LeasedEnvelope, _ outcome: Handover, _ rules: ExchangeConfiguration, by worker: UUID
    ) throws -> Int {
        switch outcome {
        case .accepted(let receipt):
            try affected(
                """
                UPDATE outgoing_envelope
                SET state = 'sent', ended_at = now(), receipt = \(String((receipt ?? "").prefix(200))), leased_by = NULL,
                    leased_until = NULL, fault = '', fault_vi = '', fault_en = ''
                WHERE id = \(leased.id) AND state <> 'sent'
                """)
        case .tryAgain(let error) where leased.attempts < rules.mostAttempts:
            try putOff(leased, error, until: rules.pause(after: leased.attempts), by: worker)
        case .refused(let error), .tryAgain(let error): try end(leased, error, by: worker)
        }
    }

    /// Gives an envelope up; somebody must look at it.
    fileprivate borrowing func end(_ leased: LeasedEnvelope, _ error: ExchangeError, by worker: UUID) throws -> Int {
        try affected(
            """
            UPDATE outgoing_envelope
            SET state = 'dead', ended_at = now(), leased_by = NULL, leased_until = NULL, fault = \(error.verdict),
                fault_vi = \(error.sentence.vietnamese), fault_en = \(error.sentence.english)
            WHERE id = \(leased.id) AND state = 'waiting' AND leased_by = \(worker)
            """)
    }

    fileprivate borrowing func putOff(
        _ leased: LeasedEnvelope, _ error: ExchangeError, until seconds: Double, by worker: UUID
    ) throws -> Int {
        try affected(
            """
            UPDATE outgoing_envelope
            SET next_attempt_at = now() + make_interval(secs => \(seconds)::float8), leased_by = NULL, leased_until = NULL,
                fault = \(error.verdict), fault_vi = \(error.sentence.vietnamese), fault_en = \(error.sentence.english)
            WHERE id = \(leased.id) AND state = 'waiting' AND leased_by = \(worker)
            """)
    }
}
