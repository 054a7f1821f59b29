import Postgres
import Records
import Workflow

/// The name of the rule that said no, with the fields that are at fault; nothing where it was done.
func refusal<Value>(_ act: () async throws -> Value) async -> String? {
    do {
        _ = try await act()
        return nil
    } catch let violation as RuleViolation {
        switch violation {
        case .notNow, .notAtStep: return "not-now"
        case .closed, .outgoingClosed: return "closed"
        case .notInRole: return "not-in-role"
        case .notYours: return "not-yours"
        case .fields(let faults):
            return "fields: " + faults.map { "\($0.field) \($0.rule.code)" }.joined(separator: ", ")
        }
    } catch let error as WorkflowError {
        return error.code
    } catch let error as PostgresError {
        return "fault: \(error.constraint ?? error.sqlState ?? "\(error.kind)")"
    } catch {
        return "fault: \(error)"
    }
}
