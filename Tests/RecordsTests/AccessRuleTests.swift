import Records
import Testing

@Suite("The access rules")
struct AccessRuleTests {
    /// Every act and role, with how far the role may do it; what is not printed is refused.
    @Test("are exactly this table")
    func areExactlyTheTable() {
        var lines: [String] = []
        for act in Act.allCases {
            let cells = Role.allCases.map { role in
                let reaches = AccessRule.reaches(of: [role], for: act)
                return reaches.isEmpty
                    ? "-" : Reach.allCases.filter(reaches.contains).map(\.rawValue).joined(separator: "+")
            }
            lines.append("\(act): \(cells.joined(separator: " "))")
        }
        #expect(
            lines == [
                // act:          registrar leader unitHead specialist auditor administrator
                "takeIn: agency - - - - -",
                "register: agency - - - - -",
                "view: agency agency unit own - -",
                "openFile: agency agency unit own - -",
                "assign: - agency unit - - -",
                "reportProgress: - own unit own - -",
                "complete: - own unit own - -",
                "acknowledge: own own unit own - -",
                "reopen: - agency - - - -",
                "file: agency - unit own - -",
                "createDossier: agency - agency agency - -",
                "dispatch: agency - - - - -",
                "followDispatches: agency agency agency - - -",
                "resend: agency - - - - agency",
                "manageDirectory: - - - - - agency",
                "draft: agency agency agency agency - -",
                "viewOutgoing: agency agency unit own - -",
                "revise: own own unit own - -",
                "submit: own own unit own - -",
                "abandon: own own unit own - -",
                "approveContent: - agency unit - - -",
                "approveFormat: agency - - - - -",
                "returnDraft: agency agency agency - - -",
                "askOpinion: own agency unit own - -",
                "giveOpinion: agency agency agency agency - -",
                "sign: - agency agency agency - -",
                "recordSigned: agency - - - - -",
                "number: agency - - - - -",
                "seal: agency - - - - -",
                "issue: agency - - - - -",
                "cancel: agency - - - - -",
                "archive: agency - unit own - -",
                "amend: agency agency unit own - -",
                "recall: agency agency - - - -",
                "takePaperBack: agency - - - - -",
                "keepNumbers: agency - - - - -",
                "readRegisters: agency agency - - agency -",
                "lendArchive: agency - - - - -",
                "makeCopy: agency - - - - -",
                "readTrail: - - - - agency -",
                "exportTrail: - - - - agency -",
                "manageAccounts: - - - - - agency",
            ])
    }

    /// Every role, act, nearness and state; the answer is derived here from the printed tables, not from the code's path.
    @Test("answer every role, act, nearness and state as the tables say")
    func answerEverything() {
        let nearnesses: [Set<Reach>] = [[.agency], [.agency, .unit], [.agency, .unit, .own], [.agency, .own]]
        var counts: [String: Int] = [:]
        for role in Role.allCases {
            for act in Act.allCases {
                for near in nearnesses {
                    for state in IncomingDocument.State.allCases {
                        let answer = answer(role, act, near, state)
                        counts[answer, default: 0] += 1
                        #expect(answer == expected(role, act, near, state), "\(role) \(act) \(near) \(state)")
                    }
                }
            }
        }
        #expect(counts == ["allowed": 1162, "not-in-role": 2482, "not-now": 76, "not-yours": 312])
    }

    private func answer(_ role: Role, _ act: Act, _ near: Set<Reach>, _ state: IncomingDocument.State) -> String {
        do throws(RuleViolation) {
            try AccessRule.require(act, of: [role], on: near, in: state)
            return "allowed"
        } catch {
            #expect(!error.sentence.vietnamese.isEmpty && !error.sentence.english.isEmpty)
            switch error {
            case .notInRole(act): return "not-in-role"
            case .notYours(act): return "not-yours"
            case .notNow(act, state): return "not-now"
            default: return "\(error)"
            }
        }
    }

    private func expected(_ role: Role, _ act: Act, _ near: Set<Reach>, _ state: IncomingDocument.State) -> String {
        let rules = AccessRule.all.filter { $0.role == role && $0.acts.contains(act) }
        if rules.isEmpty { return "not-in-role" }
        if !rules.contains(where: { near.contains($0.reach) }) { return "not-yours" }
        let steps = IncomingDocument.lifecycle.rows.filter { $0.act == act }
        if steps.isEmpty { return "allowed" }
        let now = steps.filter { $0.from == state }
        if now.isEmpty { return "not-now" }
        return now.contains { $0.role == role } ? "allowed" : "not-in-role"
    }

    @Test("add up for who holds several roles, and never more than that")
    func addUp() {
        #expect(AccessRule.reaches(of: [.leader, .unitHead], for: .assign) == [.agency, .unit])
        #expect(throws: RuleViolation.notInRole(.assign)) {
            try AccessRule.require(.assign, of: [.unitHead, .specialist], on: [.agency, .unit], in: .received)
        }
        #expect(throws: RuleViolation.notInRole(.view)) { try AccessRule.require(.view, of: []) }
    }

    @Test("keep who checks and who administers apart from documents")
    func keepDutiesApart() {
        for rule in AccessRule.all where Role.apart.contains(rule.role) {
            #expect(
                Set(rule.acts).isSubset(
                    of: [.readTrail, .exportTrail, .readRegisters, .manageAccounts, .manageDirectory, .resend]))
        }
        #expect(Role.apart == [.auditor, .administrator])
    }

    @Test("let nobody take a step with a document that is no longer in force, and let look who could")
    func closed() throws {
        for mark in IncomingDocument.ClosingMark.allCases {
            #expect(throws: RuleViolation.closed(.assign, mark)) {
                try AccessRule.require(.assign, of: [.leader], on: [.agency], in: .received, closed: mark)
            }
            #expect(throws: RuleViolation.notInRole(.assign)) {
                try AccessRule.require(.assign, of: [.registrar], on: [.agency], in: .received, closed: mark)
            }
            try AccessRule.require(.view, of: [.registrar], on: [.agency], in: .archived, closed: mark)
            try AccessRule.require(.openFile, of: [.specialist], on: [.own, .agency], in: .assigned, closed: mark)
        }
        #expect(
            RuleViolation.closed(.assign, .withdrawn).sentence.vietnamese
                == "Không thể “Phân công”: văn bản đã thu hồi.")
    }

    @Test("tell who is refused for whom the act is")
    func tellWhoMay() {
        #expect(
            RuleViolation.notInRole(.assign).sentence.vietnamese
                == "“Phân công” dành cho: Lãnh đạo cơ quan, Lãnh đạo đơn vị.")
        #expect(RuleViolation.notInRole(.readTrail).sentence.english == "“Read the audit trail” is for: Auditor.")
    }
}
