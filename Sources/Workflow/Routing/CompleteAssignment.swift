import Postgres
public import Records

extension Workflow {
    /// Finishes one's part of the work with its result (hoàn thành).
    ///
    /// When it finishes the last lead at the top, the document is processed.
    public func complete(
        _ id: IncomingDocument.ID, result: String, files: [ReceivedFile] = [], seen version: Int, by caller: Caller,
        key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        return try await act(AuditEvent(.assignmentCompleted, on: .incoming(id)), by: caller, key: key) { transaction in
            let document = try transaction.lock(id, for: .complete, seen: version, by: officer)
            try FieldFault.require("result", result)
            var work = document.work
            guard let share = WorkShare.open(of: officer, as: [.lead, .support], in: work.assignments) else {
                throw RuleViolation.notYours(.complete)
            }
            work.finish(share.id)
            try transaction.attach(files, kind: .result, document: id, by: officer)
            let version = try transaction.settle(document, work, result: result.trimmed, on: share.id, by: officer)
            if work.documentState == .processed {
                try transaction.report(.done, of: document.delivered, by: officer, signedBy: signer)
            }
            return Audited(
                version,
                AuditEvent(
                    .assignmentCompleted, on: .incoming(id), version: version,
                    detail: [
                        "role": share.role.rawValue, "from": document.state.rawValue,
                        "to": (work.documentState ?? document.state).rawValue, "files": "\(files.count)",
                    ]
                ).forUnit(of: share))
        }
    }

    /// Says that one has seen what one was to know (đã xem để biết).
    public func acknowledge(
        _ id: IncomingDocument.ID, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        return try await act(AuditEvent(.assignmentAcknowledged, on: .incoming(id)), by: caller, key: key) {
            transaction in
            let document = try transaction.lock(id, for: .acknowledge, seen: nil, by: officer)
            var work = document.work
            guard let share = WorkShare.open(of: officer, as: [.informed], in: work.assignments) else {
                throw RuleViolation.notYours(.acknowledge)
            }
            work.finish(share.id)
            let version = try transaction.settle(document, work, state: document.state, by: officer)
            let event = AuditEvent(.assignmentAcknowledged, on: .incoming(id), version: version)
            return Audited(version, event.forUnit(of: share))
        }
    }
}
