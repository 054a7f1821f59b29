import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("Pressing twice")
struct PressingTwiceTests {
    @Test("registers once and gives the same answer")
    func once() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let registration = Registration(details: details())
            let key = try office.key("form-1")
            let first = try await office.workflow.registerIncoming(registration, by: people.clerk, key: key)
            let before = try await office.contents()
            let last = try await office.lastEvent
            let second = try await office.workflow.registerIncoming(registration, by: people.clerk, key: key)
            #expect(second == first)
            #expect(try await office.contents() == before)
            #expect(try await office.events(after: last).isEmpty)
        }
    }

    @Test("registers once also when both arrive at the same time")
    func atOnce() async throws {
        try await withOffice { office in
            let people = try await People(office)
            for round in 0..<5 {
                let registration = Registration(details: details("\(round)"), acknowledgeDuplicates: true)
                let key = try office.key("round-\(round)")
                let entries = try await withThrowingTaskGroup(of: RegisterEntry.self) { group in
                    for _ in 0..<4 {
                        group.addTask {
                            try await office.workflow.registerIncoming(registration, by: people.clerk, key: key)
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(Set(entries).count == 1 && entries.first?.number == round + 1)
            }
            #expect(try await office.count("SELECT count(*) AS n FROM incoming_document") == 5)
        }
    }

    @Test("with other contents is refused, and what was done stays")
    func otherRequest() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            _ = try await flow.registerIncoming(
                Registration(details: details("1")), by: people.clerk, key: try office.key("form"))
            let other = try office.key("form", request: "other body")
            #expect(
                await refusal {
                    try await flow.registerIncoming(Registration(details: details("2")), by: people.clerk, key: other)
                } == "idempotency-key-reused")
            #expect(try await office.count("SELECT count(*) AS n FROM incoming_document") == 1)
            _ = try await flow.registerIncoming(Registration(details: details("2")), by: people.clerk2, key: other)
        }
    }

    /// The answer of an act is kept, so an act on a document that has moved on gives it too.
    @Test("assigns, completes and files once")
    func everyAct() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.register(by: people.clerk)
            let order = AssignmentOrder(lead: people.specialistA.asAssignee, informed: [people.headB.asAssignee])
            for _ in 0..<2 {
                #expect(
                    try await flow.assign(id, order, seen: 1, by: people.leader, key: try office.key("assign")) == 2)
            }
            for _ in 0..<2 {
                #expect(try await flow.acknowledge(id, by: people.headB, key: try office.key("acknowledge")) == 3)
            }
            for _ in 0..<2 {
                #expect(
                    try await flow.reportProgress(
                        id, text: "a", seen: 3, by: people.specialistA, key: try office.key("report")) == 4)
            }
            for _ in 0..<2 {
                #expect(
                    try await flow.complete(
                        id, result: "xong", seen: 4, by: people.specialistA, key: try office.key("complete")) == 5)
            }
            for _ in 0..<2 {
                #expect(
                    try await flow.reopen(id, reason: "sai", seen: 5, by: people.leader, key: try office.key("reopen"))
                        == 6)
            }
            _ = try await flow.complete(id, result: "xong", seen: 6, by: people.specialistA)
            var dossiers: Set<Int> = []
            for _ in 0..<2 {
                dossiers.insert(
                    try await flow.openDossier(DossierPlan("01"), by: people.clerk, key: try office.key("open")))
            }
            #expect(dossiers.count == 1)
            let dossier = try #require(dossiers.first)
            for _ in 0..<2 {
                #expect(
                    try await flow.file(id, in: dossier, seen: 7, by: people.clerk, key: try office.key("file")) == 8)
            }
            let scan = try office.file("a.txt", Array("a".utf8))
            var intakes: Set<Int> = []
            for _ in 0..<2 {
                intakes.insert(try await flow.takeIn(scan, by: people.clerk, key: try office.key("takein")).id)
            }
            #expect(intakes.count == 1)
            let intake = try #require(intakes.first)
            for _ in 0..<2 {
                try await flow.refuseIntake(intake, reason: "nhầm", by: people.clerk, key: try office.key("refuse"))
            }
        }
    }

    @Test("after a refusal is free to be right: a refused request keeps no answer")
    func afterRefusal() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let key = try office.key("form")
            #expect(
                await refusal {
                    try await office.workflow.registerIncoming(
                        Registration(details: IncomingDetails()), by: people.clerk, key: key)
                } != nil)
            _ = try await office.workflow.registerIncoming(Registration(details: details()), by: people.clerk, key: key)
        }
    }

    @Test(
        "needs a key of 8 to 200 bytes",
        arguments: ["", "1234567", String(repeating: "k", count: 201), "abc\u{0}defgh"])
    func badKey(text: String) { #expect(throws: WorkflowError.self) { try IdempotencyKey(text, request: []) } }

    @Test("may have a key as long as is allowed, of any characters")
    func longKey() async throws {
        try await withOffice { office in
            let people = try await People(office)
            for text in [
                "12345678", String(repeating: "ế", count: 66), String(repeating: "k", count: 200), "'; DROP TABLE--",
            ] {
                let key = try IdempotencyKey(text, request: [1, 2])
                _ = try await office.workflow.openDossier(
                    DossierPlan(String(text.prefix(20))), by: people.clerk, key: key)
                _ = try await office.workflow.openDossier(
                    DossierPlan(String(text.prefix(20))), by: people.clerk, key: key)
            }
        }
    }
}

@Suite("A form that is stale")
struct StaleTests {
    @Test("shows what changed since it was opened, and changes nothing")
    func showsChanges() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.assigned(people)
            _ = try await flow.reportProgress(id, text: "đã bắt đầu", by: people.specialistA)
            _ = try await flow.incoming(id, by: people.clerk)
            let order = AssignmentOrder(lead: people.unitB)
            try await office.refuses("stale", "incoming.assigned", of: people.leader) {
                try await flow.assign(id, order, seen: 2, by: people.leader)
            }
            do {
                _ = try await flow.assign(id, order, seen: 2, by: people.leader)
            } catch WorkflowError.stale(let current, let changes) {
                #expect(current == 4)
                #expect(changes.map(\.action) == [.incomingAssigned, .progressReported], "looks are no changes")
                #expect(changes.map(\.actorName) == ["Phạm Thị An", "Đỗ Thị Ánh"] && changes.map(\.version) == [3, 4])
            }
            #expect(try await flow.assign(id, order, seen: 4, by: people.leader) == 5)
        }
    }

    @Test(
        "is refused in every act on something shown, also when it claims to come from the future", arguments: [2, 99])
    func everyAct(version: Int) async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.assigned(people)
            try await office.refuses("stale", "incoming.progress-reported", of: people.specialistA) {
                try await flow.reportProgress(id, text: "a", seen: version, by: people.specialistA)
            }
            try await office.refuses("stale", "incoming.completed", of: people.specialistA) {
                try await flow.complete(id, result: "a", seen: version, by: people.specialistA)
            }
            let done = try await flow.complete(id, result: "a", seen: 3, by: people.specialistA)
            try await office.refuses("stale", "incoming.reopened", of: people.leader) {
                try await flow.reopen(id, reason: "a", seen: version, by: people.leader)
            }
            let dossier = try await flow.openDossier(DossierPlan("01"), by: people.clerk)
            try await office.refuses("stale", "incoming.filed", of: people.clerk) {
                try await flow.file(id, in: dossier, seen: version, by: people.clerk)
            }
            _ = try await flow.file(id, in: dossier, seen: done, by: people.clerk)
        }
    }

    @Test("loses against whoever was first, when two press at the same time")
    func race() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.register(by: people.clerk)
            let outcomes = await withTaskGroup(of: String?.self) { group in
                for assignee in [people.unitA, people.unitB, people.headA.asAssignee, people.headB.asAssignee] {
                    group.addTask {
                        await refusal {
                            try await office.workflow.assign(
                                id, AssignmentOrder(lead: assignee), seen: 1, by: people.leader)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1 ?? "done") }
            }
            #expect(outcomes.sorted() == ["done", "stale", "stale", "stale"])
            #expect(try await office.count("SELECT count(*) AS n FROM assignment") == 1)
        }
    }
}
