import Hummingbird
import NIOHTTP1
import Records
import Testing
import Workflow

@testable import Web

@Suite("An error that becomes an answer")
struct ProblemTests {
    /// Every refusal of the office, and its status: what the officer reads is the refusal's own sentence.
    @Test func saysWhatTheRefusalSays() {
        let refusals: [(WorkflowError, Int)] = [
            (.notFound, 404), (.alreadyRegistered(document: 7, number: 3, year: 2026), 409),
            (.stale(current: 4, changes: []), 409),
            (.duplicates([]), 409), (.keyReused, 422), (.badKey, 400), (.signInRefused, 401),
            (.signInBlocked(seconds: 90), 429),
            (.sessionEnded, 401), (.tooLarge(limit: 1 << 20), 413), (.fileRefused(Phrase("Tệp trống.", "Empty.")), 422),
            (.registerMissing, 409), (.taken(Phrase("Đã có.", "Taken.")), 409), (.outcomeUnknown, 503),
        ]
        for (refusal, status) in refusals {
            let problem = Problem(refusal)
            #expect(problem.status.code == status, "\(refusal)")
            #expect(problem.type.rawValue == refusal.code, "\(refusal)")
            #expect(problem.detail == refusal.sentence, "\(refusal)")
        }
        #expect(Problem(WorkflowError.signInBlocked(seconds: 90)).headers[.retryAfter] == "90")
        #expect(Problem(WorkflowError.stale(current: 4, changes: [])).members["current"] == .integer(4))
    }

    @Test func saysWhichRuleSaysNo() {
        #expect(Problem(RuleViolation.notNow(.assign, .archived)).status.code == 409)
        #expect(Problem(RuleViolation.notInRole(.assign)).status.code == 403)
        #expect(Problem(RuleViolation.notYours(.complete)).status.code == 403)
        let fields = Problem(RuleViolation.fields([.init("subject", .required), .init("pages", .outOfRange(1...9))]))
        #expect(fields.status.code == 422)
        #expect(fields.fields.map(\.code) == ["required", "out-of-range"])
    }

    /// Nothing of how we are built leaves the house.
    @Test func tellsNobodyAboutAFault() {
        struct Secret: Error, CustomStringConvertible {
            var description: String { "SELECT password FROM officer; /var/lib/secret" }
        }
        let problem = Problem(Secret())
        #expect(problem.status.code == 500)
        let text = String(decoding: problem.json(.english, request: "1").bytes, as: UTF8.self)
        #expect(!text.contains("SELECT") && !text.contains("/var"))
        #expect(Problem(HTTPParserError.invalidChunkSize).status.code == 400)
    }

    @Test func isDescribedForProgramsAsItsSchemaSays() throws {
        var problem = Problem(RuleViolation.fields([.init("subject", .required)]))
        problem.members = ["current": .integer(3)]
        #expect(Schema.named("Problem").faults(in: problem.json(.vietnamese, request: "1")) == [])
        for type in ProblemType.allCases {
            #expect(Schema.named("Problem").faults(in: Problem(type).json(.english, request: "1")) == [])
            #expect((400...599).contains(type.status.code))
        }
    }
}
