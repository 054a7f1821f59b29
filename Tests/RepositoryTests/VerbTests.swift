import Foundation
import Testing

/// Reads the sources of Workflow: every verb that somebody calls goes through the door, or says here why not.
@Suite("Every verb of the office")
struct VerbTests {
    /// What reads for a caller without leaving an event; each is a part of a look that has left one, or shows nobody's work.
    private static let glances = [
        "directory": "names of units and colleagues, beside a form", "registers": "names of registers, beside a form",
        "register": "the number of a register by its name",
        "outgoingRegisters": "names and last numbers, beside a form",
        "recipientGroups": "names of agencies, beside a form", "agencies": "names of agencies, as in public lists",
        "recipients": "names of agencies, as in public lists",
        "correspondents": "names of agencies, as in public lists",
        "workCounts": "counts without a subject, in the menu",
        "timeline": "needs the view of a document that was looked at",
        "savedQuestions": "one's own, on the page of the trail",
        "trailOfficers": "names for the auditor's form, on a page that has left an event",
    ]
    /// What leaves its event by other means than the door's two halves.
    private static let ways = [
        "act(", "look(", "change(", "looks.submit(", "admit(", "record(", "recorded(", "exportTrail(", "preview(",
    ]

    private struct Verb {
        let name: String
        let body: Substring
    }

    /// The public functions of a file that are done by somebody, with what is between their braces.
    private func verbs(in text: String) -> [Verb] {
        text.matches(of: /\n    public func (\w+)[^{]*?by caller: Caller[^{]*\{/).map { match in
            let end = text[match.range.upperBound...].range(of: "\n    }\n")?.lowerBound ?? text.endIndex
            return Verb(name: String(match.output.1), body: text[match.range.upperBound..<end])
        }
    }

    @Test("leaves an event, or is a glance with a reason")
    func leaveEvents() throws {
        var found = 0, glances: Set<String> = []
        for file in Repository.files(below: "Sources/Workflow", ending: ".swift") {
            for verb in verbs(in: try Repository.text(file)) {
                found += 1
                if verb.body.contains("glance(") { glances.insert(verb.name) }
                let isOnRecord = Self.ways.contains { verb.body.contains($0) }
                #expect(isOnRecord || Self.glances[verb.name] != nil, "\(file): \(verb.name)")
            }
        }
        #expect(found > 35, "the pattern still finds the verbs")
        #expect(glances.subtracting(Self.glances.keys).isEmpty, "\(glances)")
    }

    @Test("has its event used: no name of an action is left over")
    func everyActionIsUsed() throws {
        let text = try Repository.text("Sources/Records/Audit/AuditEvent.swift")
        let actions = text.matches(of: /case (\w+) = "[a-z]+\.[a-z-]+"/).map { String($0.output.1) }
        #expect(actions.count > 50)
        let used = try Repository.files(below: "Sources/Workflow", ending: ".swift").map { try Repository.text($0) }
            .joined()
        let left = actions.filter { !used.contains(".\($0)") }
        #expect(left.isEmpty)
    }
}
