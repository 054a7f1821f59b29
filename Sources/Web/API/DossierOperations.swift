import Foundation
import Hummingbird
import Records
import Workflow

extension Operations {
    static let dossiers: [Operation] = [
        Operation(
            method: .get, path: "/dossiers", name: "dossiers", summary: "Dossiers, newest first, or found.",
            query: [.text("q", "Words of the code or title."), .after], answer: .json("DossierList", .ok)
        ) { call in
            let page = try await call.workflow.dossiers(
                matching: call.query["q"], after: call.after(Int.self), by: call.caller())
            return call.list(page.items.map(JSON.init), next: page.next)
        },
        Operation(
            method: .post, path: "/dossiers", name: "openDossier", summary: "Open a dossier.",
            body: .json("DossierPlan"), answer: .json("DossierID", .created)
        ) { call in
            var plan = DossierPlan()
            plan.code = call.text("code")
            plan.title = call.text("title")
            plan.retention = RetentionPeriod(rawValue: call.text("retention"))
            let id = try await call.workflow.openDossier(plan, by: call.caller(), key: call.key)
            return .json(["id": .integer(id)], status: .created, headers: [.location: "/api/v1/dossiers/\(id)"])
        },
        Operation(
            method: .get, path: "/dossiers/{id}", name: "dossier", summary: "A dossier with its documents.",
            answer: .json("Dossier", .ok)
        ) { call in
            .json(JSON(try await call.workflow.dossier(call.id(), by: call.caller())))
        },
    ]

    static let trail: [Operation] = [
        Operation(
            method: .get, path: "/audit", name: "audit",
            summary: "Every act and every look, newest first; for auditors.",
            query: [
                .integer("officer"), .integer("document"), .integer("number", "A document's number in its register."),
                .integer("year"), .choice("action", AuditEvent.Action.allCases.map(\.rawValue)),
                .choice("outcome", AuditEvent.Outcome.allCases.map(\.rawValue)), .day("from"),
                .day("to", "The last day, included."), .after,
            ],
            answer: .json("Trail", .ok)
        ) { call in
            var filter = TrailFilter()
            filter.officer = call.query["officer"].flatMap { Int($0) }
            filter.document = call.query["document"].flatMap { Int($0) }
            filter.number = call.query["number"].flatMap { Int($0) }
            filter.year = call.query["year"].flatMap { Int($0) }
            filter.action = call.query["action"].flatMap(AuditEvent.Action.init)
            filter.outcome = call.query["outcome"].flatMap(AuditEvent.Outcome.init)
            filter.from = call.query["from"].flatMap { Day($0) }?.start
            filter.to = call.query["to"].flatMap { Day($0) }?.adding(days: 1).start
            let page = try await call.workflow.trail(filter, after: call.after(TrailCursor.self), by: call.caller())
            return call.list(page.rows.map(JSON.init), next: page.next)
        }
    ]
}
