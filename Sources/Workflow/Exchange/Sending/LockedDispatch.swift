import Postgres
import Records

/// A dispatch that an act holds until its transaction ends.
struct LockedDispatch {
    let id: Dispatch.ID
    let kind: DispatchKind
    let state: Dispatch.State
    let version: Int
    let documentCode: String
    let details: DispatchDetails
    let recipients: [String]
    let firstFile: Int
}

extension Transaction {
    /// Locks a dispatch for an act of the clerk.
    ///
    /// The act is possible in this `state`. `seen` is the version that the caller's page showed; `nil` where the act
    /// does not depend on it.
    ///
    /// - Throws: ``RuleViolation``, ``WorkflowError/notFound``, ``WorkflowError/stale(current:changes:)``,
    ///   ``WorkflowError/dispatchIs(_:)``
    borrowing func lock(
        dispatch id: Dispatch.ID, in state: Dispatch.State, seen: Int?, by officer: Officer
    ) throws -> LockedDispatch {
        try AccessRule.require(.dispatch, of: officer.roles)
        let found = try row(
            """
            SELECT kind, state, version, document_code, details::text, recipients, first_file
            FROM dispatch WHERE id = \(id) AND agency_id = \(officer.agency) FOR UPDATE
            """
        ) { row in
            LockedDispatch(
                id: id, kind: try row["kind"], state: try row["state"], version: try row["version"],
                documentCode: try row["document_code"], details: try DispatchDetails(json: row["details"]),
                recipients: try row["recipients"], firstFile: try row["first_file"])
        }
        guard let found else { throw WorkflowError.notFound }
        guard found.state == state else { throw WorkflowError.dispatchIs(found.state) }
        if let seen, seen != found.version { throw WorkflowError.stale(current: found.version, changes: []) }
        return found
    }
}
