import Records
import TestNumbers
import Testing

/// A tree written as lines: `1 lead`, `2 lead <1` (handed on from 1), and its states.
private func tree(_ lines: String...) -> AssignmentTree {
    AssignmentTree(
        lines.enumerated().map { index, line in
            let words = line.split(separator: " ")
            return Assignment(
                id: index + 1, parent: words.count > 1 ? Int(words[1].dropFirst()) : nil, assignee: .officer(index + 1),
                role: Assignment.Role(rawValue: String(words[0])) ?? .informed, state: .open)
        })
}

extension AssignmentTree {
    fileprivate var states: String { assignments.map { "\($0.state)" }.joined(separator: " ") }

    fileprivate func state(_ id: Int) -> Assignment.State? { assignments.first { $0.id == id }?.state }
}

@Suite("The work with a document")
struct AssignmentTreeTests {
    @Test("says nothing about the document while no lead is named")
    func saysNothingWithoutALead() {
        #expect(AssignmentTree([]).documentState == nil)
        #expect(tree("support", "informed").documentState == nil)
    }

    @Test("is finished when its lead has finished, and ends what stands beside and below")
    func leadFinishes() {
        var work = tree("lead", "support", "informed", "support <2", "informed <2")
        #expect(work.documentState == .assigned)
        work.finish(1)
        #expect(work.states == "done closed open closed open", "who is to know keeps the document")
        #expect(work.documentState == .processed)
    }

    @Test("ends for everyone, also for who was only to know, when the document is no longer in force")
    func closes() {
        var work = tree("lead", "support", "informed", "lead <1")
        work.finish(2)
        work.close()
        #expect(work.states == "closed done closed closed")
    }

    @Test("goes on when only a supporter has finished")
    func supporterFinishes() {
        var work = tree("lead", "support", "lead <2", "support <2")
        work.finish(2)
        #expect(work.states == "open done closed closed")
        #expect(work.documentState == .assigned)
    }

    @Test("bubbles up: who leads for a unit finishes it for the unit, up to the top")
    func bubblesUp() {
        var work = tree("lead", "support", "lead <1", "support <1", "lead <3", "informed <3")
        work.finish(5)
        #expect(work.states == "done closed done closed done open")
        #expect(work.documentState == .processed)
    }

    @Test("bubbles up to a supporting unit and no further")
    func bubblesUpToSupport() {
        var work = tree("lead", "support", "lead <2")
        work.finish(3)
        #expect(work.states == "open done done")
        #expect(work.documentState == .assigned)
    }

    @Test("is not changed by seeing it, nor by finishing twice or what is not there")
    func seeing() {
        var work = tree("lead", "informed")
        work.finish(2)
        #expect(work.states == "open done" && work.documentState == .assigned)
        work.finish(2)
        work.finish(99)
        #expect(work.states == "open done")
    }

    @Test("is taken back below whoever assigns anew, and nowhere else")
    func withdraws() {
        var work = tree("lead", "support", "lead <1", "informed <1", "lead <3")
        work.withdraw(below: 1)
        #expect(work.states == "open open withdrawn withdrawn withdrawn")
        work.withdraw(below: nil)
        #expect(work.states == "withdrawn withdrawn withdrawn withdrawn withdrawn")
        #expect(work.documentState == nil, "nobody leads until someone is named")
    }

    @Test("keeps what was finished when the rest is taken back")
    func withdrawKeepsWhatIsDone() {
        var work = tree("lead", "support")
        work.finish(2)
        work.withdraw(below: nil)
        #expect(work.states == "withdrawn done")
    }

    @Test("goes back to whoever led and finished it, when it is opened again")
    func reopens() {
        var work = tree("lead", "support", "lead <1", "support <1")
        work.finish(3)
        work.reopen()
        #expect(work.states == "open closed open closed")
        #expect(work.documentState == .assigned)
        work.finish(3)
        #expect(work.documentState == .processed)
    }

    /// Otherwise someone would hold open work that leads nowhere: finishing it would finish nothing.
    @Test("does not go back to who led for a supporting unit that is done with it")
    func reopensTheLeadsOnly() {
        var work = tree("lead", "support", "lead <2")
        work.finish(3)
        work.finish(1)
        work.reopen()
        #expect(work.states == "open done done")
    }

    /// Random work, handed on and finished and taken back in any order by whoever can: the rules hold after every step.
    @Test("keeps its rules whatever people do", arguments: 0..<300)
    func keepsItsRules(seed: Int) {
        var random = Seeded(seed)
        var work = AssignmentTree([])
        var log: [String] = []
        for _ in 0..<30 {
            step(&work, &log, &random)
            if let broken = brokenRule(of: work) {
                Issue.record("\(broken) after \(log): \(work.states)")
                return
            }
        }
    }

    private func step(_ work: inout AssignmentTree, _ log: inout [String], _ random: inout Seeded) {
        let open = work.assignments.filter { $0.state == .open }
        switch Int.random(in: 0..<10, using: &random) {
        case 0...2 where work.documentState != .processed:
            let parents: [Int?] = [nil] + open.filter { $0.role != .informed }.map { $0.id }
            let parent = parents.randomElement(using: &random) ?? nil
            log.append("assign below \(parent.map { "\($0)" } ?? "the top")")
            work.withdraw(below: parent)
            var next = work.assignments.count
            let roles: [Assignment.Role] =
                [.lead] + (0..<Int.random(in: 0..<3, using: &random)).map { $0 == 0 ? .support : .informed }
            work = AssignmentTree(
                work.assignments
                    + roles.map { role in
                        next += 1
                        return Assignment(id: next, parent: parent, assignee: .officer(next), role: role, state: .open)
                    })
        case 3...8:
            guard let share = open.randomElement(using: &random) else { return }
            log.append("finish \(share.id) (\(share.role))")
            work.finish(share.id)
        default:
            guard work.documentState == .processed else { return }
            log.append("reopen")
            work.reopen()
        }
    }

    /// What must always be true, said without the code's own words.
    private func brokenRule(of work: AssignmentTree) -> String? {
        let all = work.assignments
        for level in Set(all.map(\.parent)) {
            let leads = all.filter { $0.parent == level && $0.role == .lead && $0.state == .open }
            if leads.count > 1 { return "two open leads below \(level.map { "\($0)" } ?? "the top")" }
        }
        for assignment in all where assignment.state == .open && assignment.role != .informed {
            if let parent = assignment.parent, work.state(parent) != .open {
                return "\(assignment.id) is open, though \(parent) that handed it on is not"
            }
        }
        let top = all.last { $0.parent == nil && $0.role == .lead }
        let expected: IncomingDocument.State? =
            switch top?.state {
            case .open: .assigned
            case .done: .processed
            default: nil
            }
        if work.documentState != expected { return "the document is \(String(describing: work.documentState))" }
        if expected == .processed, all.contains(where: { $0.state == .open && $0.role != .informed }) {
            return "someone still works on a document that is processed"
        }
        return nil
    }
}
