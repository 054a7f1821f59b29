import Foundation
import Postgres
import TestOffice
import Testing

@Suite("The database away", .serialized, .oneAtATime)
struct DatabaseAwayTests {
    @Test func isSaidOnPagesAndTheOfficeRecoversByItself() async throws {
        try await withPrivateCluster { cluster in
            try await serve(RunningOffice(cluster.service, files: cluster.files)) { office in
                var person = try await Browser.signedIn("van.thu", to: office)
                let program = try await Program.signedIn("van.thu", to: office)
                let form = try await person.open("/incoming/new").form(to: "/incoming")
                let service = office.id
                try await onThread { try cluster.stop() }

                let page = try await person.open("/incoming")
                #expect(page.status == 503)
                #expect(page.answer["retry-after"] == "5")
                #expect(page.shows("Hãy thử lại sau ít phút"), "\(page.text)")
                #expect(page.html.contains("http-equiv=\"refresh\""), "the page tries again by itself")
                let unsaved = try await person.press(form)
                #expect(unsaved.status == 503 && unsaved.shows("quay lại biểu mẫu"))
                #expect(!unsaved.html.contains("http-equiv=\"refresh\""), "what was sent is not sent again unasked")
                let problem = try await program.get("/incoming")
                expectProblem(problem, 503, "unavailable")
                #expect(problem["retry-after"] == "5")
                let health = try await self.health(office)
                #expect(health.status == 503)
                #expect(health.json["database"]?.bool == false)
                #expect(health.json["status"]?.string == "unavailable")
                #expect(try await person.open("/static/office.css").status == 200, "what needs no database goes on")
                var stranger = Browser(office)
                #expect(try await stranger.open("/sign-in").status == 200)

                try await onThread { try cluster.start() }
                try await eventually("the office is well again") {
                    try await self.health(office).status == 200
                }
                #expect(try await person.open("/incoming").status == 200, "with the same session")
                #expect(try await program.post("/incoming", .object(Papers.details("1"))).status == 201)
                #expect(office.id == service, "nobody restarted it")
            }
        }
    }

    @Test func leavesNothingAcknowledgedThatIsNotCommitted() async throws {
        try await withPrivateCluster { cluster in
            try await serve(RunningOffice(cluster.service, files: cluster.files)) { office in
                let clerks = Clerks(try await Clerks.hire(for: office, owner: cluster.owner), least: 200)
                try await clerks.work {
                    try await eventually("clerks are at work") { clerks.told.count > 20 }
                    try await onThread { try cluster.stop() }
                    let acknowledged = clerks.told
                    try await eventually("the clerks are told") { clerks.comeBacks > 0 }
                    try await onThread { try cluster.start() }
                    let book = try await RegisterBook.read(as: cluster.owner)
                    let missing = acknowledged.filter { subject, told in
                        !book.entries.contains { $0.subject == subject && $0.told == told }
                    }
                    #expect(missing.isEmpty)
                }
                try await RegisterBook.read(as: cluster.owner).mustAgree(with: clerks)
            }
        }
    }

    /// The connection is lost after COMMIT was sent and before the answer is here: experiment R4.
    @Test func neverMakesTheOfficeGuess() async throws {
        try await withPrivateCluster { cluster in
            try await serve(RunningOffice(cluster.service, files: cluster.files)) { office in
                let program = try await Program.signedIn("van.thu", to: office)
                let paper = JSON.object(Papers.details("1"))
                // A standby that does not exist: COMMIT makes the row durable here, and then waits for ever.
                try await onThread {
                    try cluster.stop()
                    try cluster.start("synchronous_standby_names=nobody")
                }
                async let answer = program.post("/incoming", paper, key: "cham-tra-loi")
                try await eventually("the commit waits") {
                    try await asOwner(cluster.owner) { database in
                        try await database.row(
                            "SELECT count(*) AS n FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
                        ) {
                            try $0["n"] as Int
                        } ?? 0 > 0
                    }
                }
                try await onThread { try cluster.kill() }
                let unsure = try await answer
                expectProblem(unsure, 503, "outcome-unknown")
                #expect(unsure["retry-after"] != nil)

                try await onThread { try cluster.start() }
                #expect(try await RegisterBook.read(as: cluster.owner).entries.count == 1, "it was committed after all")
                try await eventually("the office is well again") {
                    try await self.health(office).status == 200
                }
                let again = try await program.post("/incoming", paper, key: "cham-tra-loi")
                #expect(again.status == 201, "\(again.text)")
                #expect(again.json["number"]?.integer == 1)
                #expect(try await RegisterBook.read(as: cluster.owner).entries.count == 1)
            }
        }
    }

    private func health(_ office: RunningOffice) async throws -> Answer {
        let port = office.port
        return try await onThread { try Request("GET", "/health").send(to: port) }
    }
}
