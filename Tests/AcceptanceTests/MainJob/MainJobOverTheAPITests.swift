import Foundation
import Postgres
import Records
import TestOffice
import Testing

@Suite("The main job, by a program", .serialized, .oneAtATime)
struct MainJobOverTheAPITests {
    @Test func goesThroughAllItsStepsAndPeopleSeeTheSameDocument() async throws {
        try await withRunningOffice { office, _ in
            let clerk = try await Program.signedIn("van.thu", to: office)
            let leader = try await Program.signedIn("chu.tich", to: office)
            let head = try await Program.signedIn("truong.a", to: office)
            let document = try await register(clerk)

            let path = "/incoming/\(document)"
            let seen = try await leader.get(path)
            #expect(seen["etag"] == "\"1\"")
            #expect(allowed(seen.json) == ["assign"])
            #expect(reason("complete", seen.json)?.isEmpty == false, "why not is said")

            let directory = try await leader.get("/directory").json
            let unit = try #require(directory["units"]?.array.first { $0["name"]?.string == "Ban A" })
            let specialist = try #require(
                unit["officers"]?.array.first { $0["name"]?.string == "Đỗ Thị Ánh" }?["id"]?.integer)
            let unitID = try #require(unit["id"]?.integer)
            let order: JSON = [
                "lead": .string("unit:\(unitID)"), "deadline": .string(Papers.day(3).description),
                "instruction": "Tham mưu",
            ]
            let assigned = try await leader.post(path + "/assignments", order, seen: 1, key: "giao-viec-1")
            #expect(assigned.status == 200)
            #expect(assigned.json["version"]?.integer == 2)
            #expect(assigned["etag"] == "\"2\"")

            #expect(try await head.get("/work/lead").json["items"]?[0]?["document"]?["id"]?.integer == document)
            let handed = try await head.post(path + "/assignments", ["lead": .string("officer:\(specialist)")], seen: 2)
            #expect(handed.json["version"]?.integer == 3)

            let worker = try await Program.signedIn("chuyen.a", to: office)
            #expect(allowed(try await worker.get(path).json) == ["complete", "reportProgress"])
            #expect(try await worker.post(path + "/notes", ["text": "Đang soạn"]).json["version"]?.integer == 4)
            #expect(
                try await worker.post(path + "/completion", ["result": "Xong"], seen: 4).json["version"]?.integer == 5)
            let dossier = try await worker.post("/dossiers", ["code": "01.BA", "title": "Báo cáo", "retention": "10"])
            #expect(dossier.status == 201)
            let dossierID = try #require(dossier.json["id"]?.integer)
            let filed = try await worker.post(path + "/filings", ["dossier": .integer(dossierID)], seen: 5)
            #expect(filed.status == 200)

            let last = try await clerk.get(path).json
            #expect(last["state"]?.string == "archived")
            #expect(last["dossiers"]?[0]?["code"]?.string == "01.BA")
            let steps =
                try await clerk.get(path + "/timeline").json["items"]?.array.compactMap { $0["action"]?.string } ?? []
            #expect(
                steps.filter { !$0.hasSuffix("viewed") } == [
                    "incoming.registered", "incoming.assigned", "incoming.assigned", "incoming.progress-reported",
                    "incoming.completed", "incoming.filed",
                ])

            // A person sees the same document.
            var person = try await Browser.signedIn("chu.tich", to: office)
            let page = try await person.open(path)
            for words in ["44/BC-PN", "Đã lưu hồ sơ", "Đang soạn", "01.BA"] { #expect(page.shows(words), "\(words)") }
        }
    }

    @Test func givesTheSameAnswerToTheSameKeyAndRefusesItForAnotherRequest() async throws {
        try await withRunningOffice { office, house in
            let clerk = try await Program.signedIn("van.thu", to: office)
            let paper = JSON.object(Papers.details("44"))
            let first = try await clerk.post("/incoming", paper, key: "van-ban-44")
            let second = try await clerk.post("/incoming", paper, key: "van-ban-44")
            #expect(first.status == 201)
            #expect(second.status == 201)
            #expect(first.json == second.json)
            let other = try await clerk.post("/incoming", .object(Papers.details("45")), key: "van-ban-44")
            expectProblem(other, 422, "idempotency-key-reused")
            expectProblem(try await clerk.post("/incoming", paper, key: "ngan"), 400, "bad-idempotency-key")
            #expect(try await house.count("SELECT count(*) AS n FROM incoming_document") == 1)

            // Somebody else's key of the same name is another key.
            let colleague = try await Program.signedIn("van.thu2", to: office)
            let theirs = try await colleague.post("/incoming", .object(Papers.details("46")), key: "van-ban-44")
            #expect(theirs.json["number"]?.integer == 2)
        }
    }

    @Test func saysInProblemsWhatIsWrong() async throws {
        try await withRunningOffice { office, _ in
            let clerk = try await Program.signedIn("van.thu", to: office)
            let leader = try await Program.signedIn("chu.tich", to: office)
            let document = try await register(clerk)
            let path = "/incoming/\(document)"

            let duplicate = try await clerk.post("/incoming", .object(Papers.details("44")))
            expectProblem(duplicate, 409, "possible-duplicate")
            #expect(duplicate.json["duplicates"]?[0]?["document"]?.integer == document)
            var again = Papers.details("44")
            again["acknowledgeDuplicates"] = true
            #expect(try await clerk.post("/incoming", .object(again)).status == 201)

            let officer = try #require(try await leader.get("/me").json["officer"]?["id"]?.integer)
            let order: JSON = ["lead": .string("officer:\(officer)")]
            expectProblem(try await leader.post(path + "/assignments", order), 428, "version-needed")
            let stale = try await leader.post(path + "/assignments", order, seen: 7)
            expectProblem(stale, 409, "stale")
            #expect(stale.json["current"]?.integer == 1)
            expectProblem(try await clerk.post(path + "/assignments", order, seen: 1), 403, "not-in-role")
            expectProblem(try await leader.post(path + "/completion", ["result": "x"], seen: 1), 403, "not-yours")
            expectProblem(try await leader.post(path + "/reopening", ["reason": "x"], seen: 1), 409, "not-now")
            expectProblem(try await leader.post(path + "/assignments", ["lead": "nobody"], seen: 1), 422, "fields")
            expectProblem(try await leader.post(path + "/assignments", ["leed": "officer:1"], seen: 1), 422, "fields")
            expectProblem(try await leader.get("/incoming/999999"), 404, "not-found")
            let stranger = Program(port: office.port, token: "nonsense")
            expectProblem(try await stranger.get(path), 401, "sign-in-needed")
        }
    }

    @Test func readsListsPageByPageWithoutMissingOrRepeatingAnything() async throws {
        try await withRunningOffice { office, _ in
            let clerk = try await Program.signedIn("van.thu", to: office)
            for number in 1...65 {
                #expect(try await clerk.post("/incoming", .object(Papers.details("\(number)"))).status == 201)
            }
            var numbers: [Int] = []
            var next: String? = "/incoming"
            while let path = next {
                let page = try await clerk.get(path).json
                numbers += page["items"]?.array.compactMap { $0["number"]?.integer } ?? []
                next = page["next"]?.string
                // What comes in while one reads moves nothing.
                if numbers.count == 30 { _ = try await clerk.post("/incoming", .object(Papers.details("66"))) }
            }
            #expect(numbers == Array((1...65).reversed()))
            #expect(try await clerk.get("/incoming?q=66/BC").json["items"]?.array.count == 1)
            expectProblem(try await clerk.get("/incoming?after=%21"), 422, "fields")
        }
    }

    private func register(_ clerk: Program) async throws -> Int {
        let entry = try await clerk.post("/incoming", .object(Papers.details("44")), key: "van-ban-44")
        #expect(entry.status == 201)
        #expect(entry.json["number"]?.integer == 1)
        let document = try #require(entry.json["document"]?.integer)
        #expect(entry["location"] == "/api/v1/incoming/\(document)")
        return document
    }

    private func allowed(_ document: JSON) -> Set<String> {
        Set(document["actions"]?.array.filter { $0["allowed"]?.bool == true }.compactMap { $0["act"]?.string } ?? [])
    }

    private func reason(_ act: String, _ document: JSON) -> String? {
        document["actions"]?.array.first { $0["act"]?.string == act }?["reason"]?.string
    }
}

/// Whether an answer is this problem, as RFC 9457 writes it.
func expectProblem(
    _ answer: Answer, _ status: Int, _ type: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(answer.status == status, "\(answer.text)", sourceLocation: sourceLocation)
    #expect(answer["content-type"] == "application/problem+json", sourceLocation: sourceLocation)
    #expect(answer.json["type"]?.string == "/problems/\(type)", "\(answer.text)", sourceLocation: sourceLocation)
    #expect(answer.json["detail"]?.string?.isEmpty == false, sourceLocation: sourceLocation)
}
