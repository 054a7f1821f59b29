import Crypto
import Exchange
import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@testable import Web

extension WebServerTests {
    /// Another office brings envelopes to a served one, by the client that it would use in earnest.
    @Suite("Bringing envelopes from office to office")
    struct ParcelRouteTests {
        static let key = Curve25519.Signing.PrivateKey()

        /// The served office, where the agency H01.02 may bring envelopes.
        private func withDesk(
            largest: Int? = nil, perMinute: Int = 3000, _ test: @escaping @Sendable (OpenOffice) async throws -> Void
        ) async throws {
            let port = try TestPort.free()
            try await withOpenOffice {
                $0.port = port
                $0.limits.parcelRequests = perMinute
            } office: {
                if let largest { $0.largestFile = largest }
            } parcels: {
                try desk($0, port)
            } _: {
                try await test($0)
            }
        }

        private func desk(_ office: TestOffice, _ port: Int) throws -> ParcelDesk {
            let partners = [("so-noi-vu", "H99.18"), ("so-noi-vu-khac", "H99.77")].map {
                ParcelPartner(peer: $0.0, agency: $0.1, code: "H01.02", key: Self.key.publicKey)
            }
            return try office.workflow.makeParcelDesk(partners, names: ["127.0.0.1:\(port)"])
        }

        private func client(
            _ house: OpenOffice, key: Curve25519.Signing.PrivateKey = Self.key, clock: Double = 0
        ) throws -> OfficeClient {
            try OfficeClient(
                Peer("http://127.0.0.1:\(house.port)", isInternal: true), key: .init(id: "H01.02", key: key),
                now: { Date() + clock })
        }

        private func parcel(
            _ house: OpenOffice, from sender: String = "H01.02", saying: String? = nil, to recipient: String = "H99.18",
            id: String = "d-1", attachment: Int = 0
        ) throws -> OutgoingParcel {
            let text = HubEnvelope.document(
                id, from: saying ?? sender, to: ["H99.18", "H99.77"],
                attachment: "JVBERi0xLjQK" + String(repeating: "QUJD", count: attachment))
            let file = "\(house.office.folder)/sent-\(UUID().uuidString)"
            try Data(text.utf8).write(to: URL(filePath: file))
            return try OutgoingParcel(
                id: UUID().uuidString.lowercased(), file: file, size: Int64(text.utf8.count),
                digest: Array(SHA256.hash(data: Data(text.utf8))), sender: sender, recipients: [recipient],
                kind: .document)
        }

        private func names(_ house: OpenOffice) -> [String] {
            let folder = house.office.folder + "/parcels"
            return ((try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []).filter { $0.contains("/") }
                .map { $0.split(separator: ".").last.map(String.init) ?? "" }.sorted()
        }

        @Test("takes each in once, on record with whose it is, and answers its sender by the same way")
        func once() async throws {
            try await withDesk { house in
                let client = try client(house)
                let sent = try parcel(house, attachment: 1 << 20)
                for _ in 0..<3 { #expect(try await client.send(sent).receipt != nil) }
                #expect(try await house.office.count("SELECT count(*) AS n FROM intake WHERE state = 'waiting'") == 1)
                #expect(
                    try await house.office.count(
                        "SELECT count(*) AS n FROM intake WHERE peer = 'so-noi-vu' AND deliveries = 1") == 1)
                #expect(
                    try await house.office.count(
                        """
                        SELECT count(*) AS n FROM outgoing_envelope
                        WHERE peer = 'so-noi-vu' AND recipient = 'H01.02' AND status_code = '01'
                        """) == 1)
                #expect(names(house) == ["done"], "the store has the bytes, and nothing else does")
                #expect(
                    try await house.office.count(
                        """
                        SELECT count(*) AS n FROM audit.event
                        WHERE action = 'intake.received' AND channel = 'service' AND detail ->> 'peer' = 'so-noi-vu'
                        """) == 1)
                // The first request of a minute is an event, the others are counted.
                try await house.office.workflow.tallyRefusals()
                let asked = try await house.office.owner.read { transaction in
                    try transaction.rows(
                        """
                        SELECT outcome || ' ' || (detail ->> 'peer') || ' ' || coalesce(detail ->> 'more', '-') AS line
                        FROM audit.event WHERE action = 'exchange.asked' ORDER BY id
                        """
                    ) { try $0["line"] as String }
                }
                #expect(asked.first == "allowed so-noi-vu -" && asked.last == "allowed so-noi-vu 3", "\(asked)")
                await client.close()
            }
        }

        @Test("refuses strangers, wrong clocks and other agencies before a byte of theirs is kept, on record")
        func strangers() async throws {
            try await withDesk { house in
                for client in [try client(house, key: .init()), try client(house, clock: 1000)] {
                    #expect(try await client.send(try parcel(house)).delay == .credentials)
                    await client.close()
                }
                let client = try client(house)
                #expect(try await client.send(try parcel(house, from: "H66.06")).delay == .credentials)
                #expect(try await client.send(try parcel(house, to: "H99.78")).code == "422")
                await client.close()
                #expect(names(house).isEmpty)
                #expect(try await house.office.count("SELECT count(*) AS n FROM intake") == 0)
                let reasons = try await house.office.owner.read { transaction in
                    try transaction.rows(
                        """
                        SELECT DISTINCT coalesce(reason, '') AS reason FROM audit.event
                        WHERE action = 'request.refused' ORDER BY 1
                        """
                    ) { try $0["reason"] as String }
                }
                #expect(reasons == ["parcel-refused", "parcel-unproven"])

                let path = "/exchange/parcels/" + String(repeating: "0", count: 64)
                let answer = try await house.visitor().send("PATCH", path, type: "application/partial-upload", "x")
                #expect(answer.status == 401 && answer["content-type"] == "application/problem+json")
                #expect(answer["www-authenticate"] == "Signature" && answer["set-cookie"] == nil)
                #expect(try JSONReader.read(answer.body)["type"]?.string == "/problems/parcel-unproven")
                #expect(
                    !answer.text.contains("keyid") && !answer.text.contains("H01.02"), "it says nothing of what we know"
                )
                #expect(try await house.visitor().get(path).status == 405)
            }
        }

        @Test("brings the same envelope to each agency here that it is for")
        func twoAgencies() async throws {
            try await withDesk { house in
                let client = try client(house)
                for recipient in ["H99.18", "h99.77", "H99.18"] {
                    #expect(try await client.send(try parcel(house, to: recipient)).receipt != nil)
                }
                #expect(
                    try await house.office.count(
                        "SELECT count(*) AS n FROM intake WHERE state = 'waiting' AND deliveries = 1") == 2)
                #expect(try await house.office.count("SELECT count(DISTINCT agency_id) AS n FROM intake") == 2)
                await client.close()
            }
        }

        @Test("keeps an envelope in which somebody else is named as its sender among the faulty, and tells nobody")
        func forged() async throws {
            try await withDesk { house in
                let client = try client(house)
                #expect(try await client.send(try parcel(house, saying: "H66.06")).receipt != nil)
                #expect(
                    try await house.office.count("SELECT count(*) AS n FROM intake WHERE fault = 'forged-sender'") == 1)
                #expect(try await house.office.count("SELECT count(*) AS n FROM outgoing_envelope") == 0)
                await client.close()
            }
        }

        @Test("refuses what is larger than the office takes, before it is sent")
        func tooLarge() async throws {
            try await withDesk(largest: 100_000) { house in
                let client = try client(house)
                let handover = try await client.send(try parcel(house, attachment: 50_000))
                guard case .refused(let error) = handover else { throw Failed("\(handover)") }
                #expect(error.kind == .transport(.tooLarge(limit: 100_000)))
                #expect(names(house).isEmpty)
                await client.close()
            }
        }

        @Test("takes in at the next question what was whole when the office was killed, and asks back what it lost")
        func afterCrash() async throws {
            try await withDesk { house in
                let client = try client(house)
                let sent = try parcel(house)
                #expect(try await client.send(sent).receipt != nil)
                let folder = house.office.folder + "/parcels"
                let done = try #require(
                    try FileManager.default.subpathsOfDirectory(atPath: folder).first { $0.hasSuffix(".done") })
                let whole = "\(folder)/\(done.dropLast(4))whole"

                // Killed after the last byte, before the office had it.
                try FileManager.default.removeItem(atPath: "\(folder)/\(done)")
                try FileManager.default.copyItem(atPath: sent.file, toPath: whole)
                #expect(try await client.send(sent).receipt != nil)
                #expect(try await house.office.count("SELECT count(*) AS n FROM intake") == 1, "it was there before")
                #expect(names(house) == ["done"])

                // The mark says that it is here, and the database, put back from yesterday, does not know it.
                let other = try parcel(house, id: "d-2")
                let name = other.digest.map { String(format: "%02x", $0) }.joined()
                let mark = "\(folder)/\(done.split(separator: "/")[0])/\(name).done"
                try Data().write(to: URL(filePath: mark))
                #expect(try await client.send(other).receipt != nil)
                #expect(try await house.office.count("SELECT count(*) AS n FROM intake") == 2)
                await client.close()
            }
        }

        @Test("bounds how often one office may ask")
        func rate() async throws {
            try await withDesk(perMinute: 10) { house in
                let client = try client(house)
                for _ in 0..<10 { try await client.knock(from: "H01.02", to: "H99.18") }
                let sent = try parcel(house)
                #expect(try await client.send(sent).delay == .status(429))
                #expect(
                    try await house.office.count(
                        "SELECT count(*) AS n FROM audit.event WHERE reason = 'too-many-requests'") == 1)
                await client.close()
            }
        }
    }
}
