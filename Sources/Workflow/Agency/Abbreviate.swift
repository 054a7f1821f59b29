import Postgres
import Records

extension Workflow {
    /// Says how the agency, or one of its units, is abbreviated in the symbols of documents (chữ viết tắt trong ký hiệu).
    ///
    /// Documents that have their number keep the symbol they got.
    ///
    /// - Throws: ``RuleViolation/fields(_:)`` where there is no such unit, or the abbreviation is not one word.
    public func abbreviate(unit: String? = nil, as abbreviation: String, by caller: Caller) async throws {
        let agency = caller.officer.agency
        let event = AuditEvent(.agencyChanged, on: .agency(agency))
        let _: Bool = try await act(event, by: caller, key: nil) { transaction in
            try AccessRule.require(.manageAccounts, of: caller.officer.roles)
            let written = abbreviation.trimmed
            let isPlain = written.unicodeScalars.count <= 20 && !written.contains { $0.isWhitespace || $0 == "/" }
            guard isPlain else { throw RuleViolation.fields([FieldFault("abbreviation", .wrong)]) }
            if let unit {
                let id = try transaction.unit(named: unit, in: agency)
                try transaction.execute("UPDATE unit SET abbreviation = \(written) WHERE id = \(id)")
            } else {
                try transaction.execute("UPDATE agency SET abbreviation = \(written) WHERE id = \(agency)")
            }
            return Audited(true, event)
        }
    }
}
