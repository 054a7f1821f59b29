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
}
