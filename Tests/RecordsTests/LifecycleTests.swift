import Records
import Testing

@Suite("The life of an incoming document")
struct LifecycleTests {
    /// Walks every pair of state and act, so that one nobody thought of is a line to read here.
    @Test("is exactly the table, pair by pair")
    func isExactlyTheTable() {
        var lines: [String] = []
        let table = IncomingDocument.lifecycle
        for state in IncomingDocument.State.allCases {
            for act in Act.allCases {
                let roles = Role.allCases.filter { table.roles(for: act, from: state).contains($0) }
                #expect(table.allows(act, from: state) == !roles.isEmpty)
                #expect((table.state(after: act, from: state) == nil) == roles.isEmpty)
                guard let next = table.state(after: act, from: state) else { continue }
                lines.append("\(state) \(act): \(roles.map(\.rawValue).joined(separator: ", ")) -> \(next)")
            }
        }
        #expect(
            lines == [
                "received assign: leader -> assigned",
                "assigned assign: leader, unitHead -> assigned",
                "assigned reportProgress: leader, unitHead, specialist -> assigned",
                "assigned complete: leader, unitHead, specialist -> processed",
                "processed reopen: leader -> assigned",
                "processed file: registrar, unitHead, specialist -> archived",
                "archived file: registrar, unitHead, specialist -> archived",
            ])
    }

    @Test("has one state to go to for each state and act")
    func isUnambiguous() {
        let rows = IncomingDocument.lifecycle.rows
        let targets = Dictionary(grouping: rows) { "\($0.from) \($0.act)" }.mapValues { Set($0.map(\.to)) }
        #expect(targets.values.allSatisfy { $0.count == 1 })
        #expect(Set(rows).count == rows.count, "no row twice")
    }

    @Test("leaves no state unreachable")
    func reachesEverything() {
        let reachable = Set(IncomingDocument.lifecycle.rows.map(\.to)).union([.received])
        #expect(reachable == Set(IncomingDocument.State.allCases))
    }

    @Test("gives no step to a role that the access rules give nothing")
    func agreesWithAccess() {
        for row in IncomingDocument.lifecycle.rows {
            #expect(AccessRule.roles(for: row.act).contains(row.role), "\(row)")
        }
    }
}
