import Foundation
import Postgres

extension Hub {
    /// Notes what became of an envelope at its recipient (cập nhật trạng thái); what is done stays done.
    ///
    /// The `state` is `processing`, `done` or `fail`, in any case.
    ///
    /// - Throws: ``HubRefusal/notFound``, or ``HubRefusal/malformed`` where there is no such state.
    public func settle(_ receipt: String, as state: String, by caller: HubCaller) async throws {
        let state = state.lowercased()
        guard ["processing", "done", "fail"].contains(state) else { throw HubRefusal.malformed }
        guard let id = UUID(uuidString: receipt) else { throw HubRefusal.notFound }
        let ids = caller.agencies.values.sorted()
        let rows = try await database.write { transaction in
            // Said again, or said after the end, it changes nothing and is no error: acknowledgements are repeated.
            try transaction.affected(
                """
                UPDATE hub_delivery SET
                    updated_at = CASE WHEN state IN ('done', 'fail') THEN updated_at ELSE now() END,
                    state = CASE WHEN state IN ('done', 'fail') THEN state ELSE \(state) END
                WHERE receipt = \(id) AND recipient_id = ANY(\(ids)::bigint[])
                """)
        }
        guard rows == 1 else { throw HubRefusal.notFound }
    }
}
