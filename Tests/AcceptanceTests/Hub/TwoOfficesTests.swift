import Foundation
import Glibc
import Postgres
import TestOffice
import Testing

/// A document on its way from one agency to another, through a hub, with everybody's own programs and databases.
@Suite("Two offices and a hub", .serialized, .oneAtATime)
struct TwoOfficesTests {
    @Test("carry documents and statuses, each exactly once, though all three are killed on the way")
    func carry() async throws {
        let hubs = Held<TestHub>()
        try await withHub { made in
            hubs.set(made)
            try await withOffice { sender in
                try await withOffice { receiver in
                    try await travel(hubs, sender, receiver)
                }
            }
        }
    }

    private func travel(_ hubs: Held<TestHub>, _ sender: TestOffice, _ receiver: TestOffice) async throws {
        let made = try #require(hubs.value)
        let hub = try RunningHub(made)
        defer { hub.remove() }
        try await onThread { try hub.start() }
        let authority = try await onThread { try Certificates(in: made.folder + "/certificates") }
        let own = try await onThread { try authority.issue("agency", for: "h99-18.example.vn") }
        let here = try await office(
            sender, of: "H99.18", on: hub,
            ["CONGVAN_EXCHANGE_KEY": own.key, "CONGVAN_EXCHANGE_CERTIFICATE": own.certificate])
        let there = try await office(receiver, of: "H99.77", on: hub, ["CONGVAN_EXCHANGE_ROOTS": authority.roots])
        try await onThread {
            try here.start()
            try there.start()
        }
        let list = sender.folder + "/agencies.csv"
        try Data("code,name\nH99.77,Cơ quan khác\n".utf8).write(to: URL(filePath: list))
        let imported = try await onThread {
            try ChildProcess.run(
                [
                    RunningOffice.program, "directory", "import", list, "--as", "quan.tri", "--database",
                    sender.conninfo, "--files", sender.folder,
                ])
        }
        #expect(imported.ending == .exited(0), "\(imported.output)")

        let clerk = try await Program.signedIn("van.thu", to: here)
        var dispatches: [Int] = []
        for number in 1...6 {
            let drafted = try await clerk.send(Self.draft(number, by: clerk))
            let id = try #require(drafted.json["id"]?.integer, "\(drafted.text)")
            #expect(try await clerk.post("/dispatches/\(id)/sending", seen: 1).status == 204)
            dispatches.append(id)
            // Somebody dies every now and then, and comes back.
            if number.isMultiple(of: 2) {
                let victim = [hub.kill, here.kill, there.kill][number / 2 - 1]
                let back = [hub.start, here.start, there.start][number / 2 - 1]
                try await Task.sleep(for: .milliseconds(Int.random(in: 100...1500)))
                try await onThread {
                    try victim()
                    try back()
                }
            }
        }
        let other = try await Program.signedIn("van.thu.khac", to: there)
        try await eventually("all wait for registration") {
            try await receiver.count("SELECT count(*) AS n FROM intake WHERE state = 'waiting'") == 6
        }
        let waiting = try await receiver.owner.read { transaction in
            try transaction.rows("SELECT id FROM intake WHERE state = 'waiting' ORDER BY id") { try $0["id"] as Int }
        }
        for (place, intake) in waiting.enumerated() {
            let shown = try await other.get("/intakes/\(intake)")
            if place == 5 {
                let refused = try await other.post(
                    "/intakes/\(intake)/refusal", ["reason": .string("Gửi nhầm nơi nhận")])
                #expect(refused.status == 204, "\(refused.text)")
                continue
            }
            guard case .object(var registration)? = shown.json["details"] else { throw Failed(shown.text) }
            registration["intake"] = .integer(intake)
            let registered = try await other.post("/incoming", .object(registration))
            #expect(registered.status == 201, "\(registered.text)")
        }
        try await eventually("every status is back") {
            try await sender.count(
                "SELECT count(*) AS n FROM dispatch_recipient WHERE status IN ('02', '03')") == 6
        }
        #expect(try await sender.count("SELECT count(*) AS n FROM dispatch_recipient WHERE status = '02'") == 1)
        #expect(try await receiver.count("SELECT count(*) AS n FROM intake") == 6, "nothing came twice")
        #expect(try await receiver.count("SELECT count(*) AS n FROM intake WHERE signature = 'valid'") == 6)
        #expect(
            try await sender.count(
                "SELECT count(*) AS n FROM (SELECT dispatch_id FROM delivery_status GROUP BY dispatch_id HAVING count(*) <> 2) x"
            ) == 0, "01 and 03 or 02 of each, once")
        let view = try await clerk.get("/dispatches/\(dispatches[0])")
        #expect(view.status == 200 && view.text.contains("\"03\""), "\(view.text)")
        try await onThread {
            try here.kill()
            try there.kill()
        }
    }

    /// A running office whose agency has the hub as its peer.
    private func office(
        _ house: TestOffice, of agency: String, on hub: RunningHub, _ more: [String: String]
    ) async throws -> RunningOffice {
        let system = agency.lowercased().replacing(".", with: "-")
        let added = try await onThread {
            try hub.run(["agency", "add", "--system", system, agency, "Cơ quan \(agency)"])
        }
        let secret = added.output.split(separator: "\n").first { $0.hasPrefix("secret\t") }?.dropFirst(7)
        guard let secret else { throw Failed(added.output) }
        try Data("\(secret)\n".utf8).write(to: URL(filePath: house.folder + "/secret"))
        let peers = """
            peers:
              - name: truc
                agency: \(agency)
                transport: axis
                address: http://127.0.0.1:\(hub.port)
                internal: true
                system: \(system)
                secret-file: \(house.folder)/secret
            """
        try Data(peers.utf8).write(to: URL(filePath: house.folder + "/peers.yaml"))
        return try RunningOffice(
            house.conninfo, files: house.folder,
            environment: [
                "CONGVAN_DATABASE_CONNECTIONS": "6", "CONGVAN_EXCHANGE_PEERS": house.folder + "/peers.yaml",
                "CONGVAN_EXCHANGE_DEFAULT_PEER": "truc", "CONGVAN_EXCHANGE_POLL_SECONDS": "1",
            ].merging(more) { $1 })
    }

    private static func draft(_ number: Int, by clerk: Program) -> Request {
        let details: JSON = [
            "number": .string("\(number)"), "notation": .string("KH-BTV"), "issuedOn": .string("2026-11-20"),
            "place": .string("Mẫu"), "typeName": .string("Kế hoạch"),
            "subject": .string("Kế hoạch tập huấn lần \(number)"), "signerName": .string("Nguyễn Thị Lan"),
            "recipients": .array([.string("H99.77")]),
        ]
        var request = clerk.act("/dispatches", nil)
        request.headers.append(("Content-Type", "multipart/form-data; boundary=part"))
        let head = "--part\r\nContent-Disposition: form-data; name=\"request\"\r\n\r\n"
        let file = "\r\n--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"ke hoach.pdf\"\r\n\r\n"
        request.body = head.utf8 + details.bytes + "\(file)%PDF-1.4 \(number)\r\n--part--\r\n".utf8
        return request
    }
}
