import Foundation
import Postgres
import Records
import TestOffice
import Testing

@Suite("An outgoing document, by programs", .serialized, .oneAtATime)
struct OutgoingOverTheAPITests {
    @Test("goes the decree's path on paper: drafted, returned, approved, signed, numbered, sealed, issued and filed")
    func pathOnPaper() async throws {
        try await withRunningOffice { office, _ in
            let drafter = try await Program.signedIn("chuyen.a", to: office)
            let head = try await Program.signedIn("truong.a", to: office)
            let leader = try await Program.signedIn("chu.tich", to: office)
            let clerk = try await Program.signedIn("van.thu", to: office)
            let id = try await draft(drafter, leader, "Kiện toàn ban chỉ đạo")
            let path = "/outgoing/\(id)"

            // A colleague is asked, the head finds a fault and gives it back, the drafter brings a better text.
            let colleague = try await Program.signedIn("truong.b", to: office)
            let asked = try #require(try await colleague.get("/me").json["officer"]?["id"]?.integer)
            expectProblem(try await colleague.get(path), 404, "not-found")
            let question: JSON = ["officers": [.integer(asked)], "question": "Có thuận không?"]
            #expect(try await drafter.post(path + "/opinions", question, seen: 1).json["version"]?.integer == 2)
            #expect(try await colleague.get("/work/outgoing/opinions").json["items"]?[0]?["id"]?.integer == id)
            #expect(try await colleague.post(path + "/opinion", ["answer": "agree"]).status == 204)
            #expect(try await drafter.post(path + "/submission", ["note": "Kính trình"], seen: 2).status == 200)
            #expect(try await head.get("/work").json["outgoing"]?["content"]?.integer == 1)
            #expect(try await head.post(path + "/comments", ["text": "Sai căn cứ"]).status == 204)
            #expect(try await head.post(path + "/return", ["reason": "Sai căn cứ"], seen: 3).status == 200)
            let before = try await drafter.get(path)
            #expect(before["etag"] == "\"4\"" && before.json["step"]?.string == "draft")
            var details = try #require(before.json["details"]).members
            details["changes"] = "Sửa căn cứ"
            let revised = try await drafter.post(
                path + "/revisions", .object(details), text: Papers.pdf("BAN HAI"), seen: 4)
            #expect(revised.json["version"]?.integer == 5, "\(revised.text)")

            for (program, step, version) in [
                (drafter, "submission", 5), (head, "content-approval", 6), (clerk, "format-approval", 7),
                (clerk, "paper-signatures", 8),
            ] {
                let answer = try await program.post("\(path)/\(step)", [:], seen: version)
                #expect(answer.status == 200 && answer["etag"] == "\"\(version + 1)\"", "\(step): \(answer.text)")
            }
            let numbered = try await clerk.post(path + "/number", [:], seen: 9, key: "cap-so-\(id)")
            #expect(numbered.json["number"]?.integer == 1 && numbered.json["version"]?.integer == 10)
            #expect(numbered.json["reference"]?.string?.hasPrefix("01/QĐ-") == true)
            #expect(numbered.json["issuedOn"]?.string == Papers.day(0).description)
            let scan = ("scan", "ban-goc.pdf", Papers.pdf("BAN GOC"))
            let sealed = try await clerk.post(path + "/seal", ["medium": "paper"], file: scan, seen: 10)
            #expect(sealed.json["version"]?.integer == 11, "\(sealed.text)")
            #expect(try await clerk.post(path + "/issue", seen: 11).status == 204)
            try await reachedEverybody(path, office, clerk)
        }
    }

    @Test("has a number that was set aside, gives another back, and the register accounts for each")
    func reservedNumbers() async throws {
        try await withRunningOffice(["CONGVAN_OUTGOING_RESERVE": "5"]) { office, _ in
            let leader = try await Program.signedIn("chu.tich", to: office)
            let clerk = try await Program.signedIn("van.thu", to: office)
            let register = try #require(try await clerk.get("/outgoing-registers").json["items"]?[0])
            let path = "/outgoing-registers/\(try #require(register["id"]?.integer))"
            let kept = try await clerk.post(
                path + "/reservations", ["count": 2, "reason": "Hội nghị"], key: "giu-so-1")
            #expect(kept.json["numbers"] == [1, 2], "\(kept.text)")
            #expect(try await clerk.get("/outgoing-registers").json["items"]?[0]?["reserved"] == [1, 2])

            let first = try await SignedDocuments.one(by: clerk, leader)
            let second = try await SignedDocuments.one(by: clerk, leader, subject: "Khen thưởng")
            let third = try await SignedDocuments.one(by: clerk, leader, subject: "Nâng lương")
            let next = try await clerk.post("/outgoing/\(first)/number", [:], seen: 5)
            #expect(next.json["number"]?.integer == 3)
            let reserved = try await clerk.post("/outgoing/\(second)/number", ["reserved": 2], seen: 5)
            #expect(reserved.json["number"]?.integer == 2)
            let gone = try await clerk.post("/outgoing/\(third)/number", ["reserved": 2], seen: 5)
            expectProblem(gone, 409, "not-now")
            let year = try #require(reserved.json["year"]?.integer)
            let back: JSON = ["number": 1, "year": .integer(year), "reason": "Không dùng"]
            #expect(try await clerk.post(path + "/returns", back).status == 204)
            let cancelled = try await clerk.post(
                "/outgoing/\(first)/cancellation", ["reason": "Nhầm tên loại"], seen: 6)
            #expect(cancelled.status == 204, "\(cancelled.text)")

            let proof = try await clerk.get("/books/\(try #require(register["id"]?.integer))/proof/\(year)").json
            #expect(proof["given"]?.integer == 3 && proof["inForce"]?.integer == 1)
            #expect(proof["missing"] == [] && proof["reserved"] == [])
            #expect(proof["returned"] == [["number": 1, "reason": "Không dùng"]])
            #expect(proof["cancelled"] == [["number": 3, "reason": "Nhầm tên loại"]])
        }
    }

    @Test("is refused in problems that say what is wrong, and the same key gives the same number")
    func refusals() async throws {
        try await withRunningOffice { office, house in
            let leader = try await Program.signedIn("chu.tich", to: office)
            let clerk = try await Program.signedIn("van.thu", to: office)
            let id = try await SignedDocuments.one(by: clerk, leader)
            let path = "/outgoing/\(id)/number"
            expectProblem(try await clerk.post(path, [:]), 428, "version-needed")
            expectProblem(try await clerk.post(path, [:], seen: 4), 409, "stale")
            expectProblem(try await leader.post(path, [:], seen: 5), 403, "not-in-role")
            expectProblem(try await clerk.post(path, ["notation": "Q Đ"], seen: 5), 422, "fields")
            expectProblem(try await clerk.post(path, ["nummer": 1], seen: 5), 422, "fields")
            let first = try await clerk.post(path, [:], seen: 5, key: "cap-so-mot-lan")
            let again = try await clerk.post(path, [:], seen: 5, key: "cap-so-mot-lan")
            #expect(first.status == 200 && first.json == again.json)
            expectProblem(try await clerk.post("/outgoing/\(id)/return", ["reason": "x"], seen: 6), 409, "not-now")
            expectProblem(try await clerk.post("/outgoing/\(id)/issue", seen: 6), 409, "not-now")
            #expect(try await house.count("SELECT last_number AS n FROM register_year") == 1)

            let two: JSON = ["typeName": "Quyết định", "subject": "Thử", "recipients": [["unit": 1, "post": "A"]]]
            expectProblem(try await clerk.post("/outgoing", two), 422, "fields")
            let broken = try await clerk.post(
                "/outgoing", ["typeName": "Quyết định", "subject": "A"], text: [1, 2, 3])
            expectProblem(broken, 422, "file-refused")
            #expect(try await clerk.get("/outgoing?q=kien+toan").json["items"]?.array.count == 1)
            #expect(try await clerk.get("/outgoing?step=sealing").json["items"]?[0]?["id"]?.integer == id)
        }
    }

    /// A decision for unit B and somebody by post, with its text.
    private func draft(_ drafter: Program, _ leader: Program, _ subject: String) async throws -> Int {
        let signer = try #require(try await leader.get("/me").json["officer"]?["id"]?.integer)
        let directory = try await drafter.get("/directory").json
        let unit = try #require(directory["units"]?.array.first { $0["name"]?.string == "Ban B" }?["id"]?.integer)
        let details: JSON = [
            "typeName": "Quyết định", "subject": .string(subject), "medium": "paper", "place": "Lâm Sơn",
            "places": ["Như Điều 3", "Lưu: VT"],
            "signatories": [["officer": .integer(signer), "kind": "sign"]],
            "recipients": [
                ["unit": .integer(unit), "role": "lead"], ["post": "Công ty Một", "address": "1 Trần Phú"],
            ],
        ]
        let drafted = try await drafter.post("/outgoing", details, text: Papers.pdf(), key: "soan-\(subject)")
        #expect(drafted.status == 201, "\(drafted.text)")
        let id = try #require(drafted.json["id"]?.integer)
        #expect(drafted["location"] == "/api/v1/outgoing/\(id)")
        return id
    }

    /// The unit has work, the post has an envelope, the original is what was scanned, and it is filed.
    private func reachedEverybody(_ path: String, _ office: RunningOffice, _ clerk: Program) async throws {
        let issued = try await clerk.get(path).json
        #expect(issued["step"]?.string == "issued" && issued["recipients"]?.array.count == 2)
        let work = try #require(issued["work"]?.integer)
        let unit = try await Program.signedIn("truong.b", to: office)
        #expect(try await unit.get("/work/lead").json["items"]?[0]?["document"]?["id"]?.integer == work)
        #expect(try await clerk.post(path + "/postings", ["recipient": 2, "covers": 1]).status == 204)
        #expect(try await clerk.get(path).json["recipients"]?[1]?["covers"]?.integer == 1)

        let original = try #require(issued["texts"]?[0])
        #expect(original["kind"]?.string == "sealed")
        #expect(try await clerk.get(try #require(original["href"]?.string)).body == Papers.pdf("BAN GOC"))
        let dossier = try await clerk.post("/dossiers", ["code": "QD-1", "title": "Quyết định", "retention": "10"])
        let filed = try await clerk.post(
            path + "/filings", ["dossier": .integer(try #require(dossier.json["id"]?.integer))], seen: 12)
        #expect(filed.json["version"]?.integer == 13, "\(filed.text)")
        let last = try await clerk.get(path).json
        #expect(last["step"]?.string == "archived" && last["dossiers"]?[0]?["code"]?.string == "QD-1")
        let said = last["remarks"]?.array.compactMap { $0["kind"]?.string } ?? []
        #expect(
            said == [
                "submitted", "comment", "returned", "submitted", "contentApproved", "formatApproved", "signed",
                "numbered", "sealed", "issued", "archived",
            ])
    }
}
