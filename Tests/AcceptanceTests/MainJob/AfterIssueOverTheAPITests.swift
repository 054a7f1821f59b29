import Foundation
import Records
import TestOffice
import Testing

@Suite("What comes after issue, by programs", .serialized, .oneAtATime)
struct AfterIssueOverTheAPITests {
    private let today = JSON.string(Papers.day(0).description)

    @Test("is told before, is recalled once, and its paper comes back")
    func recall() async throws {
        try await withRunningOffice { office, _ in
            let leader = try await Program.signedIn("chu.tich", to: office)
            let clerk = try await Program.signedIn("van.thu", to: office)
            let path = "/outgoing/\(try await SignedDocuments.issued(by: clerk, leader))"
            #expect(try await clerk.post(path + "/postings", ["recipient": 1, "covers": 1]).status == 204)
            let preview = try await leader.get(path + "/recall")
            #expect(preview["etag"] == "\"8\"" && preview.json["version"]?.integer == 8)
            #expect(
                preview.json["lines"] == [["name": "Công ty Một", "consequence": "ask-back", "postedOn": today]])

            let reason: JSON = ["reason": "Sai căn cứ"]
            expectProblem(try await clerk.post(path + "/recall", reason), 428, "version-needed")
            expectProblem(try await clerk.post(path + "/recall", ["reason": " "], seen: 8), 422, "fields")
            expectProblem(try await clerk.post(path + "/recall", reason, seen: 7), 409, "stale")
            expectProblem(try await clerk.post(path + "/paper-returns", ["recipient": 1]), 409, "not-now")
            #expect(try await clerk.get(path).json["ended"] == .null)
            for _ in 1...2 {
                #expect(try await clerk.post(path + "/recall", reason, seen: 8, key: "thu-hoi-1").status == 204)
            }
            let recalled = try await clerk.get(path).json
            #expect(recalled["closing"]?.string == "withdrawn")
            #expect(recalled["ended"]?["reason"]?.string == "Sai căn cứ")
            #expect(recalled["ended"]?["paperSent"]?.integer == 1)
            #expect(recalled["ended"]?["paperReturned"]?.integer == 0)
            expectProblem(try await clerk.get(path + "/recall"), 409, "not-now")

            let yesterday: JSON = ["recipient": 1, "returnedOn": .string(Papers.day(-1).description)]
            expectProblem(try await clerk.post(path + "/paper-returns", yesterday), 422, "fields")
            expectProblem(try await leader.post(path + "/paper-returns", ["recipient": 1]), 403, "not-in-role")
            expectProblem(try await clerk.post(path + "/paper-returns", ["recipient": 2]), 404, "not-found")
            #expect(try await clerk.post(path + "/paper-returns", ["recipient": 1, "returnedOn": today]).status == 204)
            expectProblem(try await clerk.post(path + "/paper-returns", ["recipient": 1]), 409, "not-now")
            let back = try await clerk.get(path).json
            #expect(back["recipients"]?[0]?["returnedOn"] == today && back["ended"]?["paperReturned"]?.integer == 1)
            #expect(back["recipients"]?[0]?["returnedTo"]?.string?.isEmpty == false)
        }
    }

    @Test("is another document that replaces it, of equal form, whose issue is told before")
    func replacing() async throws {
        try await withRunningOffice { office, _ in
            let leader = try await Program.signedIn("chu.tich", to: office)
            let clerk = try await Program.signedIn("van.thu", to: office)
            let former = try await SignedDocuments.issued(by: clerk, leader)
            func concerns(_ effect: String, _ document: Int) -> JSON {
                ["document": .integer(document), "effect": .string(effect)]
            }
            func draft(_ type: String, _ concerns: JSON) async throws -> Answer {
                try await clerk.post("/outgoing", ["typeName": .string(type), "subject": "A", "concerns": concerns])
            }
            expectProblem(try await draft("Công văn", concerns("replace", former)), 422, "fields")
            expectProblem(try await draft("Quyết định", concerns("supersede", former)), 422, "fields")
            expectProblem(try await draft("Quyết định", concerns("amend", 99_999)), 404, "not-found")
            #expect(try await draft("Công văn", concerns("correct", former)).status == 201)

            let id = try await SignedDocuments.one(
                by: clerk, leader, subject: "Kiện toàn lại", concerns: concerns("replace", former))
            expectProblem(try await clerk.get("/outgoing/\(id)/issue"), 409, "not-now")
            try await SignedDocuments.seal(id, by: clerk)
            let preview = try await clerk.get("/outgoing/\(id)/issue")
            #expect(preview["etag"] == "\"7\"")
            #expect(preview.json["lines"] == [["name": "Công ty Một", "consequence": "post"]])
            #expect(try await clerk.get("/outgoing/\(former)").json["closing"] == .null, "in force until then")
            #expect(try await clerk.post("/outgoing/\(id)/issue", seen: 7).status == 204)
            let replaced = try await clerk.get("/outgoing/\(former)").json
            #expect(replaced["closing"]?.string == "replaced")
            #expect(replaced["ended"]?["reason"]?.string?.hasPrefix("Được thay thế bởi 02/QĐ-") == true)
            expectProblem(try await draft("Quyết định", concerns("amend", former)), 409, "not-now")
        }
    }

    @Test("is a numbered copy, a register that is closed, and the print of a book")
    func booksAndCopies() async throws {
        let programs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../deploy/pdf")
            .standardizedFileURL.path
        try await withRunningOffice(["CONGVAN_OUTGOING_PROGRAMS": programs]) { office, _ in
            let leader = try await Program.signedIn("chu.tich", to: office)
            let clerk = try await Program.signedIn("van.thu", to: office)
            let auditor = try await Program.signedIn("kiem.tra", to: office)
            let path = "/outgoing/\(try await SignedDocuments.issued(by: clerk, leader))/copies"
            let asked: JSON = ["kind": "extract", "pages": "1", "recipient": "Công ty Một", "copies": 2]
            expectProblem(
                try await clerk.post(path, ["kind": "extract", "recipient": "A", "copies": 1]), 422, "fields")
            expectProblem(try await leader.post(path, asked), 403, "not-in-role")
            let made = try await clerk.post(path, asked, key: "trich-sao-1")
            #expect(made.status == 201, "\(made.text)")
            #expect(try await clerk.post(path, asked, key: "trich-sao-1").json == made.json, "once by one key")
            let copy = try #require(
                try await clerk.get(String(path.dropLast("/copies".count))).json["copies"]?[0])
            #expect(copy["reference"]?.string?.hasPrefix("01/TrS-") == true && copy["pages"]?.string == "1")
            #expect(copy["href"]?.string == made["location"])
            let file = try await leader.get(try #require(copy["href"]?.string))
            #expect(file.status == 200 && file.text.hasPrefix("%PDF-"))
            expectProblem(try await clerk.get(path + "/99999"), 404, "not-found")

            let shelf = try await auditor.get("/books").json["books"]?.array ?? []
            let register = try #require(shelf.first { $0["book"]?.string == "outgoing" })
            let book = "/books/\(try #require(register["register"]?.integer))"
            #expect(register["lines"]?.integer == 1 && register["closing"] == .null)
            try await closing(of: book, clerk, leader, auditor)

            let year = try #require(Papers.day(0).description.split(separator: "-").first.flatMap { Int($0) })
            let order: JSON = ["book": try #require(register["address"]), "year": .integer(year)]
            let print = try await auditor.post("/book-prints", order, key: "in-so-di-1")
            #expect(print.status == 201, "\(print.text)")
            #expect(try await auditor.post("/book-prints", order, key: "in-so-di-1").json == print.json)
            expectProblem(try await clerk.post("/book-prints", ["book": "nothing", "year": 2026]), 422, "fields")
            let done = try #require(try await finished(print.json["id"], auditor))
            let pdf = try await clerk.get(try #require(done["href"]?.string))
            #expect(pdf.status == 200 && pdf.text.hasPrefix("%PDF-") && done["lines"]?.integer == 1)
            #expect(done["size"]?.integer == pdf.body.count)
            expectProblem(try await clerk.get("/book-prints/99999"), 404, "not-found")
        }
    }

    /// A year of long ago is closed once, by a registrar who says that it is complete; the proof says so.
    private func closing(of book: String, _ clerk: Program, _ leader: Program, _ auditor: Program) async throws {
        let path = book + "/closings"
        func year(_ year: Int, _ isConfirmed: Bool = true) -> JSON {
            ["year": .integer(year), "confirmed": .bool(isConfirmed)]
        }
        expectProblem(try await clerk.post(path, year(2020, false)), 422, "fields")
        expectProblem(try await clerk.post(path, year(9000)), 409, "not-now")
        expectProblem(try await leader.post(path, year(2020)), 403, "not-in-role")
        #expect(try await auditor.get(book + "/proof/2020").json["closing"] == .null)
        let closed = try await clerk.post(path, year(2020), key: "khoa-so-2020")
        #expect(closed.status == 201, "\(closed.text)")
        #expect(try await clerk.post(path, year(2020), key: "khoa-so-2020").json == closed.json)
        expectProblem(try await clerk.post(path, year(2020)), 409, "not-now")
        let proof = try await auditor.get(book + "/proof/2020").json
        #expect(proof["closing"]?["sha256"] == closed.json["sha256"] && proof["given"]?.integer == 0)
    }

    /// The print, once it is made; nothing where it is not within a minute.
    private func finished(_ id: JSON?, _ program: Program) async throws -> JSON? {
        for _ in 1...300 {
            let prints = try await program.get("/book-prints").json["items"]?.array ?? []
            guard let print = prints.first(where: { $0["id"] == id }) else { return nil }
            if let state = print["state"]?.string, state == "done" || state == "failed" { return print }
            try await Task.sleep(for: .milliseconds(200))
        }
        return nil
    }
}
