import Records
import Testing

@Suite("The path of outgoing documents")
struct OutgoingLifecycleTests {
    private static let table = OutgoingDocument.lifecycle

    /// Walks every pair of step and act, so that one nobody thought of is a line to read here.
    @Test("is exactly the table, pair by pair")
    func isExactlyTheTable() {
        var lines: [String] = []
        for step in OutgoingDocument.Step.allCases {
            for act in Act.allCases {
                let roles = Role.allCases.filter { Self.table.roles(for: act, from: step).contains($0) }
                #expect(Self.table.allows(act, from: step) == !roles.isEmpty)
                guard let next = Self.table.state(after: act, from: step) else { continue }
                lines.append("\(step) \(act): \(roles.map(\.rawValue).joined(separator: ", ")) -> \(next)")
            }
        }
        #expect(
            lines == [
                "draft revise: registrar, leader, unitHead, specialist -> draft",
                "draft submit: registrar, leader, unitHead, specialist -> content",
                "draft abandon: registrar, leader, unitHead, specialist -> draft",
                "draft askOpinion: registrar, leader, unitHead, specialist -> draft",
                "content approveContent: leader, unitHead -> format",
                "content returnDraft: leader, unitHead -> draft",
                "content askOpinion: registrar, leader, unitHead, specialist -> content",
                "format approveFormat: registrar -> signature",
                "format returnDraft: registrar -> draft",
                "signature returnDraft: leader, unitHead -> draft",
                "signature sign: leader, unitHead, specialist -> numbering",
                "signature recordSigned: registrar -> numbering",
                "numbering returnDraft: registrar, leader -> draft",
                "numbering number: registrar -> sealing",
                "sealing seal: registrar -> issuing",
                "sealing cancel: registrar -> sealing",
                "issuing issue: registrar -> issued",
                "issuing cancel: registrar -> issuing",
                "issued archive: registrar, unitHead, specialist -> archived",
                "issued amend: registrar, leader, unitHead, specialist -> issued",
                "issued recall: registrar, leader -> issued",
                "issued lendArchive: registrar -> issued",
                "issued makeCopy: registrar -> issued",
                "archived archive: registrar, unitHead, specialist -> archived",
                "archived amend: registrar, leader, unitHead, specialist -> archived",
                "archived recall: registrar, leader -> archived",
                "archived lendArchive: registrar -> archived",
                "archived makeCopy: registrar -> archived",
            ])
    }

    @Test("gives no step to a role that the access rules give nothing, and leaves no step unreachable")
    func agreesWithAccess() {
        for row in Self.table.rows { #expect(AccessRule.roles(for: row.act).contains(row.role), "\(row)") }
        let reachable = Set(Self.table.rows.map(\.to)).union([.draft])
        #expect(reachable == Set(OutgoingDocument.Step.allCases))
    }

    @Test("answers every role, act, nearness and step as the tables say, and refuses what is not in force")
    func answers() {
        for role in Role.allCases {
            for act in Act.allCases where Self.table.has(act) {
                for step in OutgoingDocument.Step.allCases {
                    for near: Set<Reach> in [[.agency], [.agency, .unit], [.agency, .unit, .own]] {
                        let rules = AccessRule.all.filter { $0.role == role && $0.acts.contains(act) }
                        let isNear = rules.contains { near.contains($0.reach) }
                        let may = isNear && Self.table.roles(for: act, from: step).contains(role)
                        #expect(allows(act, role, near, step, nil) == may, "\(role) \(act) \(near) \(step)")
                        #expect(!allows(act, role, near, step, .cancelled))
                    }
                }
            }
        }
    }

    private func allows(
        _ act: Act, _ role: Role, _ near: Set<Reach>, _ step: OutgoingDocument.Step,
        _ mark: OutgoingDocument.ClosingMark?
    ) -> Bool {
        do { try AccessRule.require(act, of: [role], on: near, at: step, closed: mark) } catch { return false }
        return true
    }

    @Test("writes numbers and symbols as Appendix I does")
    func notation() {
        #expect([1, 9, 10, 123].map(DocumentNumber.written) == ["01", "09", "10", "123"])
        func usual(_ type: String) -> String {
            Notation.usual(of: DocumentType.all.first { $0.name == type }!, agency: "SNV", unit: "VP")
        }
        #expect(usual("Quyết định") == "QĐ-SNV" && usual("Công văn") == "SNV-VP" && usual("Quy định") == "QyĐ-SNV")
        #expect(Notation.initials(of: "Sở Nội vụ") == "SNV" && Notation.initials(of: "Ủy ban nhân dân") == "UBND")
        #expect(Notation.initials(of: "Đảng đoàn Hội") == "ĐĐH" && Notation.initials(of: "") == "")
    }

    @Test("wants somebody to sign, nobody twice, and initials before signatures; and one unit that leads")
    func people() {
        func rules(_ signatories: [Signatory]) -> [String] { Signatory.faults(in: signatories).map(\.rule.code) }
        let (a, b) = (Signatory(officer: 1, kind: .initial), Signatory(officer: 2, kind: .sign, competence: .asDeputy))
        #expect(rules([a, b]).isEmpty && rules([a]) == ["required"] && rules([b, a]) == ["initials-first"])
        #expect(rules([b, b]) == ["chosen-twice"])
        func units(_ roles: Assignment.Role...) -> [String] {
            OutgoingAddress.faults(in: roles.enumerated().map { .unit($0.offset, $0.element) }).map(\.rule.code)
        }
        #expect(units(.lead, .support, .informed).isEmpty && units(.informed).isEmpty)
        #expect(units(.lead, .lead) == ["one-lead"] && units(.support) == ["one-lead"])
        #expect(OutgoingAddress.faults(in: [.post(name: " ", address: "")]).map(\.field) == ["post"])
    }

    @Test("refuses what is classified, and what no receiver's columns take")
    func details() {
        let today = Day(year: 2026, month: 11, day: 22)!
        var details = OutgoingDetails()
        #expect(details.faults(today: today).map(\.field) == ["typeName", "subject"])
        details.typeName = "Quyết định"
        details.subject = String(repeating: "a", count: 501)
        details.secrecy = .secret
        details.notation = "QĐ SNV"
        details.dueOn = today.adding(days: -1)
        #expect(
            details.faults(today: today).map { "\($0.field) \($0.rule.code)" } == [
                "subject too-long", "notation wrong", "secrecy classified", "dueOn too-early",
            ])
    }
}
