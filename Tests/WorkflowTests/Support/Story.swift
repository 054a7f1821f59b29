import Exchange
import Postgres
import Records
import TestOffice
import Workflow

/// The people of a test's office.
struct People: Sendable {
    let clerk: Caller
    let clerk2: Caller
    let leader: Caller
    let headA: Caller
    let specialistA: Caller
    let specialistA2: Caller
    let headB: Caller
    let specialistB: Caller
    let auditor: Caller
    let administrator: Caller
    /// Registrar and leader of another agency.
    let foreignClerk: Caller
    let foreignLeader: Caller
    let unitA: Assignee
    let unitB: Assignee

    init(_ office: TestOffice) async throws {
        clerk = try await office.caller("van.thu")
        clerk2 = try await office.caller("van.thu2")
        leader = try await office.caller("chu.tich")
        headA = try await office.caller("truong.a")
        specialistA = try await office.caller("chuyen.a")
        specialistA2 = try await office.caller("chuyen.a2")
        headB = try await office.caller("truong.b")
        specialistB = try await office.caller("chuyen.b")
        auditor = try await office.caller("kiem.tra")
        administrator = try await office.caller("quan.tri")
        foreignClerk = try await office.caller("van.thu.khac")
        foreignLeader = try await office.caller("chu.tich.khac")
        unitA = .unit(try await office.unit("Ban A"))
        unitB = .unit(try await office.unit("Ban B"))
    }
}

extension Caller {
    var asAssignee: Assignee { .officer(officer.id) }
}

extension AssignmentOrder {
    init(
        lead: Assignee?, support: [Assignee] = [], informed: [Assignee] = [], deadline: Day? = nil,
        instruction: String = ""
    ) {
        self.init()
        self.lead = lead
        self.support = support
        self.informed = informed
        self.deadline = deadline
        self.instruction = instruction
    }
}

extension DossierPlan {
    init(_ code: String, _ title: String = "Hồ sơ thử", _ retention: RetentionPeriod = .years(10)) {
        self.init()
        self.code = code
        self.title = title
        self.retention = retention
    }
}

extension TestOffice {
    /// Registers a document on paper.
    func register(_ number: String = "15", by clerk: Caller, _ change: (inout IncomingDetails) -> Void = { _ in })
        async throws -> Int
    {
        var details = details(number)
        change(&details)
        return try await workflow.registerIncoming(Registration(details: details), by: clerk).document
    }

    /// A document that unit A leads and has handed to its specialist, with unit B helping; its version is 3.
    func assigned(_ people: People, _ number: String = "15") async throws -> Int {
        let id = try await register(number, by: people.clerk)
        _ = try await workflow.assign(
            id, AssignmentOrder(lead: people.unitA, support: [people.unitB]), seen: 1, by: people.leader)
        _ = try await workflow.assign(
            id, AssignmentOrder(lead: people.specialistA.asAssignee), seen: 2, by: people.headA)
        return id
    }

    /// Goes through every act, so that every table has rows.
    ///
    /// - Returns: the document.
    func wholeStory(_ people: People) async throws -> Int {
        let scan = try await workflow.takeIn(try file("quet.txt", Array("một trang".utf8)), by: people.clerk)
        let registration = Registration(details: details(), intake: scan.id)
        let id = try await workflow.registerIncoming(registration, by: people.clerk, key: try key("registering"))
            .document
        _ = try await workflow.assign(
            id, AssignmentOrder(lead: people.specialistA.asAssignee, informed: [people.headB.asAssignee]), seen: 1,
            by: people.leader)
        let note = try file("ghi chu.txt", Array("ghi chú".utf8))
        _ = try await workflow.reportProgress(id, text: "Đang làm", files: [note], by: people.specialistA)
        _ = try await workflow.acknowledge(id, by: people.headB)
        let done = try await workflow.complete(id, result: "Xong", seen: 4, by: people.specialistA)
        let dossier = try await workflow.openDossier(DossierPlan("01"), by: people.clerk)
        _ = try await workflow.file(id, in: dossier, seen: done, by: people.clerk)
        _ = try await workflow.saveQuestion(QuestionDraft(name: "Từ chối", query: "question=q7"), by: people.auditor)
        _ = try await workflow.signIn(
            login: "van.thu", password: Self.password, from: Origin(channel: .web, source: "192.0.2.7"), kind: .web)
        return id
    }

    /// What a peer brings, so that every table of exchange has rows.
    func exchangeStory(_ people: People) async throws {
        _ = try await delivered(Packet(id: "vb-77", number: "77"), by: people.clerk)
        let update = try await deliver(Packet(.update, id: "vb-77", number: "77").changed { $0.subject = "Sửa" })
        _ = try await workflow.acceptRequest(update.intake ?? 0, by: people.clerk)
        _ = try await deliver(Packet.status("01", of: "ta-gui-1"))
    }

    /// A key of one use, for a request with these contents.
    func key(_ name: String, request: String = "body") throws -> IdempotencyKey {
        try IdempotencyKey("key-of-\(name)", request: Array(request.utf8))
    }
}
