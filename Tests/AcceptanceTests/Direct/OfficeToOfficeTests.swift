import Foundation
import Glibc
import Postgres
import TestOffice
import Testing

/// A document on its way from one office to another with nobody between.
@Suite("Two offices without a hub", .serialized, .oneAtATime)
struct OfficeToOfficeTests {
    /// What is attached, in bytes; the envelope is a third larger.
    private static let attachment = 20 << 20

    @Test("bring a large document exactly once though both are killed in the middle, and its statuses back")
    func carry() async throws {
        try await withOffice { sender in
            try await withOffice { receiver in try await travel(sender, receiver) }
        }
    }

    @Test("are set up by their own commands, which say what is wrong")
    func setUp() async throws {
        try await withOffice { house in
            try await withOffice { other in
                try await onThread {
                    let here = try DirectOffice(house, of: "H99.18")
                    let there = try DirectOffice(other, of: "H99.77")
                    #expect(try DirectOffice(house, of: "H99.18").publicKey == here.publicKey, "a key is made once")
                    try here.meet(there)
                    try there.meet(here)
                    #expect(try here.refusal().contains("cannot be reached"))
                    try there.running.start()
                    #expect(try here.check() == "ben-kia\tworks\n")
                    try here.meet(there) { $0.replacing(there.publicKey, with: "x") }
                    #expect(try here.refusal(serving: true).contains("its partner-key is none"))
                    try here.meet(there) { $0.replacing("partner: H99.77", with: "partner: H99.78") }
                    #expect(try here.refusal().contains("refused (code 422"))
                    try here.meet(there) { $0.replacing("agency: H99.18", with: "agency: H99.19") }
                    #expect(try here.refusal().contains("does not accept our system id or key"))
                    try here.meet(there) { $0.replacing(":\(there.port)\n", with: ":\(there.port)/x\n") }
                    #expect(try here.refusal().contains("has no path"))
                    try here.meet(there)
                    #expect(try here.refusal(serving: true, names: "").contains("“http.names” must be"))
                    #expect(chmod(house.folder + "/office.key", 0o644) == 0)
                    #expect(try here.refusal().contains("others can read its signing-key"))
                    try there.running.kill()
                }
            }
        }
    }

    private func travel(_ sender: TestOffice, _ receiver: TestOffice) async throws {
        let (here, there) = try await onThread {
            let here = try DirectOffice(sender, of: "H99.18")
            let there = try DirectOffice(receiver, of: "H99.77")
            try here.meet(there)
            try there.meet(here)
            try here.running.start()
            try there.running.start()
            try here.know(there)
            #expect(try here.check() == "ben-kia\tworks\n" && there.check() == "ben-kia\tworks\n")
            return (here, there)
        }
        let clerk = try await Program.signedIn("van.thu", to: here.running)
        let drafted = try await clerk.send(Self.draft(by: clerk))
        let id = try #require(drafted.json["id"]?.integer, "\(drafted.text)")
        #expect(try await clerk.post("/dispatches/\(id)/sending", seen: 1).status == 204)
        let whole = try await sender.count("SELECT size AS n FROM dispatch WHERE id = \(id)")

        // The receiver dies in the middle of the first part, the sender in the middle of what is left.
        try await onThread {
            try there.waitUntilArriving(3 << 20, within: 60)
            try there.running.kill()
            let kept = there.arriving
            #expect(kept >= 3 << 20 && kept < whole, "\(kept) of \(whole)")
            try there.running.start()
            try there.waitUntilArriving(kept + (4 << 20), within: 120)
            try here.running.kill()
            let more = there.arriving
            #expect(more > kept && more < whole, "\(more) of \(whole): it goes on where it stopped")
            try here.running.start()
        }
        try await eventually(within: 150, "the document waits for registration, and 01 is back") {
            let waits = try await receiver.count("SELECT count(*) AS n FROM intake WHERE state = 'waiting'")
            let told = try await sender.count("SELECT count(*) AS n FROM dispatch_recipient WHERE status = '01'")
            return waits == 1 && told == 1
        }
        #expect(there.arriving == 0)
        #expect(try await receiver.count("SELECT count(*) AS n FROM intake") == 1, "nothing came twice")
        #expect(
            try await receiver.count("SELECT size AS n FROM attachment WHERE intake_id IS NOT NULL") == Self.attachment)
        let other = try await Program.signedIn("van.thu.khac", to: there.running)
        let intake = try await receiver.count("SELECT id AS n FROM intake")
        let shown = try await other.get("/intakes/\(intake)")
        guard case .object(var registration)? = shown.json["details"] else { throw Failed(shown.text) }
        registration["intake"] = .integer(intake)
        let registered = try await other.post("/incoming", .object(registration))
        #expect(registered.status == 201, "\(registered.text)")
        try await eventually("03 is back") {
            try await sender.count("SELECT count(*) AS n FROM dispatch_recipient WHERE status = '03'") == 1
        }
        #expect(try await sender.count("SELECT count(*) AS n FROM delivery_status") == 2, "01 and 03, each once")
        #expect(
            try await sender.count("SELECT count(*) AS n FROM audit.event WHERE action = 'exchange.asked'") > 0)
        try await onThread {
            try here.running.kill()
            try there.running.kill()
        }
    }

    private static func draft(by clerk: Program) -> Request {
        let details: JSON = [
            "number": .string("1"), "notation": .string("KH-BTV"), "issuedOn": .string("2026-11-20"),
            "place": .string("Mẫu"), "typeName": .string("Kế hoạch"), "subject": .string("Kế hoạch tập huấn"),
            "signerName": .string("Nguyễn Thị Lan"), "recipients": .array([.string("H99.77")]),
        ]
        var request = clerk.act("/dispatches", nil)
        request.headers.append(("Content-Type", "multipart/form-data; boundary=part"))
        let head = "--part\r\nContent-Disposition: form-data; name=\"request\"\r\n\r\n"
        let file = "\r\n--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"ke hoach.pdf\"\r\n\r\n"
        var content = Array("%PDF-1.4 ".utf8)
        // No two places alike, so that a part in the wrong place would be seen.
        var word: UInt32 = 1
        while content.count < attachment {
            word = word &* 1_664_525 &+ 1_013_904_223
            content.append(UInt8(truncatingIfNeeded: word >> 24))
        }
        request.body = head.utf8 + details.bytes + file.utf8 + content + "\r\n--part--\r\n".utf8
        return request
    }
}
