import Foundation
import Hummingbird
import Records
import Workflow

extension Operations {
    static let trail: [Operation] = [
        Operation(
            method: .get, path: "/audit", name: "audit",
            summary: "Every act and every look, newest first; for auditors. All filters combine.",
            query: [
                .choice(
                    "question", TrailQuestion.allCases.filter(\.isAList).map(\.rawValue),
                    "A question of the auditor's page; it adds the filter that it stands for."),
                .integer("officer"), .integer("document"), .integer("number", "A document's number in its register."),
                .integer("year"), .choice("action", AuditEvent.Action.allCases.map(\.rawValue)),
                .choice("outcome", AuditEvent.Outcome.allCases.map(\.rawValue)), .day("from"),
                .day("to", "The last day, included."),
                .text("moment", "A moment in Vietnam, such as 2026-11-22 14:05; instead of from and to."),
                .integer("minutes", "So long before and after the moment; 10 where left out."),
                .text(
                    "kinds",
                    "Parts of the trail, with commas: \(TrailFilter.Kind.allCases.map(\.rawValue).joined(separator: ", "))."
                ),
                .text("session", "A session, as events show it."),
                .text("network", "An address or network, such as 192.0.2.0/24."),
                .text("words", "Who searched for all of these words."), .after,
            ],
            answer: .json("Trail", .ok)
        ) { call in
            let query = TrailQuery(
                call.query.flatMap { name, value in
                    name == "kinds"
                        ? value.split(separator: ",").map { ("kind", String($0)) } : [(name, value)]
                }, today: Day(in: Date()))
            var faults = query.faults
            if !query.isComplete { faults.append(FieldFault("question", .wrong)) }
            guard faults.isEmpty else {
                try await call.workflow.open(query.question, by: call.caller())
                throw RuleViolation.fields(faults)
            }
            let page = try await call.workflow.trail(
                call.workflow.filter(of: query), asking: query.question, after: call.after(TrailCursor.self),
                by: call.caller())
            return call.list(page.rows.map(JSON.init), next: page.next)
        }
    ]
}
