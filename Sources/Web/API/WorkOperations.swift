import Foundation
import Hummingbird
import Records
import Workflow

extension Operations {
    static let work: [Operation] = [
        Operation(
            method: .get, path: "/work", name: "workCounts", summary: "How much waits for the caller.",
            answer: .json("WorkCounts", .ok)
        ) { call in
            .json(JSON(try await call.workflow.workCounts(by: call.caller())))
        },
        Operation(
            method: .get, path: "/work/{box}", name: "work",
            summary: "What waits in a tray (decide, lead, support, informed), most urgent and oldest first.",
            query: [.after], answer: .json("WorkList", .ok)
        ) { call in
            guard let box = call.context.parameters.get("box").flatMap(WorkBox.init) else { throw Problem(.notFound) }
            let page = try await call.workflow.work(box, after: call.after(WorkCursor.self), by: call.caller())
            return call.list(page.items.map(JSON.init), next: page.next)
        },
    ]

    static let intakes: [Operation] = [
        Operation(
            method: .post, path: "/intakes", name: "takeIn",
            summary: "Take in an envelope or a scan; its fields are read, and it waits for the register.",
            query: [.text("name", "The file's name, where neither Content-Disposition nor X-File-Name says it.")],
            body: .file, answer: .json("Intake", .created), admits: .takeIn
        ) { call in
            guard let file = call.files.first else { throw Problem(.badRequest) }
            let intake = try await call.workflow.takeIn(file, by: call.caller(), key: call.key)
            if file.isCut {
                var problem = Problem(.tooLarge, intake.fault)
                problem.members = ["intake": .integer(intake.id)]
                throw problem
            }
            return .json(
                JSON(intake, call.language), status: .created, headers: [.location: "/api/v1/intakes/\(intake.id)"])
        },
        Operation(
            method: .get, path: "/intakes", name: "intakes", summary: "What has arrived, newest first.",
            query: [.choice("state", Intake.State.allCases.map(\.rawValue), "waiting where it is missing."), .after],
            answer: .json("IntakeList", .ok)
        ) { call in
            let state = call.query["state"].flatMap(Intake.State.init) ?? .waiting
            let page = try await call.workflow.intakes(state, after: call.after(Int.self), by: call.caller())
            return call.list(page.items.map { JSON($0, call.language) }, next: page.next)
        },
        Operation(
            method: .get, path: "/intakes/{id}", name: "intake", summary: "What was read from a file that arrived.",
            answer: .json("Intake", .ok)
        ) { call in
            .json(JSON(try await call.workflow.intake(call.id(), by: call.caller()), call.language))
        },
        Operation(
            method: .post, path: "/intakes/{id}/refusal", name: "refuseIntake", summary: "Refuse what arrived.",
            body: .json("Reason"), answer: .nothing
        ) { call in
            try await call.workflow.refuseIntake(
                call.id(), reason: call.text("reason"), by: call.caller(), key: call.key)
            return .nothing
        },
        Operation(
            method: .post, path: "/intakes/{id}/acceptance", name: "acceptRequest",
            summary: "Agree to a sender's recall, update or replacement.", body: .json("AcceptanceRequest"),
            answer: .json("Acceptance", .ok)
        ) { call in
            let isToBeRegistered = try await call.workflow.acceptRequest(
                call.id(), seen: call.body["version"]?.integer, by: call.caller(), key: call.key)
            return .json(["toRegister": .bool(isToBeRegistered)])
        },
    ]
}
