import Postgres
import Records
import TestOffice
import Testing
import Workflow

/// Every act on a document, by every role, from every nearness, in every state.
@Suite("Who may do what with a document")
struct WhoMayTests {
    /// What the rules say, one line for each role and nearness; a cell for each state, in the order of ``acts``.
    ///
    /// ok: done; 404: may not know of it; role, yours, now: refused in a sentence (403, 403, 409).
    static let acts = ["view", "open", "assign", "report", "complete", "seen", "reopen", "file"]
    static let rules = """
        registrar none received: ok ok role role role yours role now
        registrar none assigned: ok ok role role role yours role now
        registrar none processed: ok ok role role role yours role ok
        registrar none archived: ok ok role role role yours role ok
        registrar own assigned: ok ok role role role yours role now
        registrar own processed: ok ok role role role yours role ok
        registrar own archived: ok ok role role role yours role ok
        registrar informed assigned: ok ok role role role ok role now
        registrar informed processed: ok ok role role role ok role ok
        registrar informed archived: ok ok role role role ok role ok
        leader none received: ok ok ok yours yours yours now role
        leader none assigned: ok ok ok yours yours yours now role
        leader none processed: ok ok now yours yours yours ok role
        leader none archived: ok ok now yours yours yours now role
        leader own assigned: ok ok ok ok ok yours now role
        leader own processed: ok ok now now now yours ok role
        leader own archived: ok ok now now now yours now role
        leader informed assigned: ok ok ok yours yours ok now role
        leader informed processed: ok ok now now now ok ok role
        leader informed archived: ok ok now now now ok now role
        unitHead none received: 404 404 404 404 404 404 404 404
        unitHead none assigned: 404 404 404 404 404 404 404 404
        unitHead none processed: 404 404 404 404 404 404 404 404
        unitHead none archived: 404 404 404 404 404 404 404 404
        unitHead unit assigned: ok ok yours yours yours yours role now
        unitHead unit processed: ok ok now now now yours role yours
        unitHead unit archived: ok ok now now now yours role yours
        unitHead own assigned: ok ok ok ok ok yours role now
        unitHead own processed: ok ok now now now yours role ok
        unitHead own archived: ok ok now now now yours role ok
        unitHead informed assigned: ok ok yours yours yours ok role now
        unitHead informed processed: ok ok now now now ok role yours
        unitHead informed archived: ok ok now now now ok role yours
        specialist none received: 404 404 404 404 404 404 404 404
        specialist none assigned: 404 404 404 404 404 404 404 404
        specialist none processed: 404 404 404 404 404 404 404 404
        specialist none archived: 404 404 404 404 404 404 404 404
        specialist unit assigned: 404 404 404 404 404 404 404 404
        specialist unit processed: 404 404 404 404 404 404 404 404
        specialist unit archived: 404 404 404 404 404 404 404 404
        specialist own assigned: ok ok role ok ok yours role now
        specialist own processed: ok ok role now now yours role ok
        specialist own archived: ok ok role now now yours role ok
        specialist informed assigned: ok ok role yours yours ok role now
        specialist informed processed: ok ok role now now ok role yours
        specialist informed archived: ok ok role now now ok role yours
        auditor none received: 404 404 404 404 404 404 404 404
        auditor none assigned: 404 404 404 404 404 404 404 404
        auditor none processed: 404 404 404 404 404 404 404 404
        auditor none archived: 404 404 404 404 404 404 404 404
        administrator none received: 404 404 404 404 404 404 404 404
        administrator none assigned: 404 404 404 404 404 404 404 404
        administrator none processed: 404 404 404 404 404 404 404 404
        administrator none archived: 404 404 404 404 404 404 404 404
        another agency's registrar none received: 404 404 404 404 404 404 404 404
        another agency's registrar none assigned: 404 404 404 404 404 404 404 404
        another agency's registrar none processed: 404 404 404 404 404 404 404 404
        another agency's registrar none archived: 404 404 404 404 404 404 404 404
        another agency's leader none received: 404 404 404 404 404 404 404 404
        another agency's leader none assigned: 404 404 404 404 404 404 404 404
        another agency's leader none processed: 404 404 404 404 404 404 404 404
        another agency's leader none archived: 404 404 404 404 404 404 404 404
        """

    @Test("is what the rules say, in every case")
    func everyCase() async throws {
        try await withOffice { office in
            let people = try await People(office)
            var lines: [String] = []
            for (caller, nearness) in Self.cases(people) {
                for state in IncomingDocument.State.allCases {
                    let home = caller.officer.agency == people.leader.officer.agency
                    let role = (home ? "" : "another agency's ") + (caller.officer.roles.first?.rawValue ?? "")
                    guard state != .received || nearness == "none" else { continue }
                    var cells: [String] = []
                    var scene = try await Scene(office, people, nearTo: caller, nearness, state)
                    for act in Self.acts {
                        let answer = await refusal { [scene] in try await scene.try(act, by: caller) }
                        cells.append(Self.cell(answer))
                        // What was refused changed nothing, so the scene stands for the next act.
                        if answer == nil, !["view", "open"].contains(act) {
                            scene = try await Scene(office, people, nearTo: caller, nearness, state)
                        }
                    }
                    lines.append("\(role) \(nearness) \(state): \(cells.joined(separator: " "))")
                }
            }
            let rules = Self.rules.split(separator: "\n").map(String.init)
            #expect(lines == rules, "\(lines.filter { !rules.contains($0) }.joined(separator: "\n"))")
        }
    }

    private static func cases(_ people: People) -> [(Caller, String)] {
        [
            (people.clerk, "none"), (people.clerk, "own"), (people.clerk, "informed"),
            (people.leader, "none"), (people.leader, "own"), (people.leader, "informed"),
            (people.headA, "none"), (people.headA, "unit"), (people.headA, "own"), (people.headA, "informed"),
            (people.specialistA, "none"), (people.specialistA, "unit"), (people.specialistA, "own"),
            (people.specialistA, "informed"),
            (people.auditor, "none"), (people.administrator, "none"), (people.foreignClerk, "none"),
            (people.foreignLeader, "none"),
        ]
    }

    private static func cell(_ answer: String?) -> String {
        switch answer {
        case nil: "ok"
        case "not-found": "404"
        case "not-in-role": "role"
        case "not-yours": "yours"
        case "not-now": "now"
        default: answer ?? ""
        }
    }
}

/// A document in a state, as near to somebody as is asked.
private struct Scene {
    let office: TestOffice
    let document: Int
    let version: Int
    let file: Int
    let dossier: Int
    let order: AssignmentOrder

    init(
        _ office: TestOffice, _ people: People, nearTo caller: Caller, _ nearness: String,
        _ state: IncomingDocument.State
    ) async throws {
        self.office = office
        let flow = office.workflow
        let scan = try office.file("a.txt", Array("a".utf8))
        let registration = Registration(details: details(), files: [scan], acknowledgeDuplicates: true)
        document = try await flow.registerIncoming(registration, by: people.clerk2).document
        file = try #require(try await flow.incoming(document, by: people.clerk2).attachments.first?.id)
        let count = try await office.count("SELECT count(*) AS n FROM dossier")
        dossier = try await flow.openDossier(DossierPlan("\(count)"), by: people.clerk2)
        let mine = caller.officer.unit == people.specialistA.officer.unit ? people.specialistA2 : people.specialistB
        order = AssignmentOrder(lead: mine.asAssignee)
        guard state != .received else {
            version = 1
            return
        }
        let lead: Caller
        switch nearness {
        case "own": lead = caller
        case "unit": lead = people.specialistA2
        default: lead = people.specialistB
        }
        let order = AssignmentOrder(lead: lead.asAssignee, informed: nearness == "informed" ? [caller.asAssignee] : [])
        var version = try await flow.assign(document, order, seen: 1, by: people.leader)
        if state == .processed || state == .archived {
            // A registrar finishes nothing: such work is finished for them by the test itself.
            version = try await Self.finish(office, document, version, lead)
        }
        if state == .archived {
            version = try await flow.file(
                document, in: try await flow.openDossier(DossierPlan("x\(count)"), by: people.clerk2), seen: version,
                by: people.clerk2)
        }
        self.version = version
    }

    private static func finish(_ office: TestOffice, _ document: Int, _ version: Int, _ lead: Caller) async throws
        -> Int
    {
        guard lead.officer.roles.contains(.registrar) else {
            return try await office.workflow.complete(document, result: "Xong", seen: version, by: lead)
        }
        let roles: Set<Role> = [.specialist]
        let officer = Officer(
            id: lead.officer.id, agency: lead.officer.agency, unit: lead.officer.unit, login: "", name: "",
            position: "", roles: roles)
        return try await office.workflow.complete(
            document, result: "Xong", seen: version, by: Caller(officer: officer, origin: lead.origin))
    }

    func `try`(_ act: String, by caller: Caller) async throws {
        let flow = office.workflow
        switch act {
        case "view": _ = try await flow.incoming(document, by: caller)
        case "open": _ = try await flow.openFile(file, by: caller)
        case "assign": _ = try await flow.assign(document, order, seen: version, by: caller)
        case "report": _ = try await flow.reportProgress(document, text: "a", seen: version, by: caller)
        case "complete": _ = try await flow.complete(document, result: "a", seen: version, by: caller)
        case "seen": _ = try await flow.acknowledge(document, by: caller)
        case "reopen": _ = try await flow.reopen(document, reason: "a", seen: version, by: caller)
        default: _ = try await flow.file(document, in: dossier, seen: version, by: caller)
        }
    }
}
