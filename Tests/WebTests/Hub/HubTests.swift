import Exchange
import Foundation
import Glibc
import Postgres
import Synchronization
import TestOffice
import Testing
import Workflow

@testable import Web

@Suite("A hub, spoken to by the axis's client")
struct HubTests {
    @Test("carries an envelope byte for byte, and its statuses back", arguments: [AxisDialect.sdk2, .langSon])
    func carries(_ dialect: AxisDialect) async throws {
        try await withOpenHub { hub in
            let (sender, recipient) = (
                try hub.client("so-mau", dialect: dialect), try hub.client("chi-cuc", dialect: dialect)
            )
            let text = HubEnvelope.document()
            let receipt = try #require(try await sender.send(hub.parcel(text)).receipt)
            #expect(UUID(uuidString: receipt) != nil)
            #expect(try await sender.waiting(atMost: 10).parcels.isEmpty, "nothing comes back to the sender")

            let waiting = try await hub.fetchAll(recipient)
            #expect(waiting.map(\.text) == [text])
            let parcel = try #require(waiting.first?.parcel)
            #expect(parcel.sender == "H99.01" && parcel.kind == .document && parcel.digest != nil)
            #expect(try await hub.made.count("SELECT count(*) AS n FROM hub_delivery WHERE state = 'processing'") == 1)
            try await recipient.acknowledge(parcel, as: .done)
            try await recipient.acknowledge(parcel, as: .done)
            #expect(try await recipient.waiting(atMost: 10).parcels.isEmpty)
            #expect(await fault { _ = try await recipient.fetch(parcel, into: hub.path("late")) } != nil)

            // By its content, whatever it is sent as.
            let status = HubEnvelope.status()
            let back = try hub.parcel(status, from: "H99.02", to: ["H99.01"], kind: .document)
            #expect(try await recipient.send(back).receipt != nil)
            let answers = try await hub.fetchAll(sender)
            #expect(answers.map(\.text) == [status])
            #expect(answers.first?.parcel.kind == .status)
            await sender.close()
            await recipient.close()
        }
    }

    @Test("has an envelope once, however often and at once it is sent")
    func once() async throws {
        try await withOpenHub { hub in
            let (sender, recipient) = (try hub.client("so-mau"), try hub.client("chi-cuc"))
            let text = HubEnvelope.document(to: ["H99.02", "H99.03"])
            let parcel = try hub.parcel(text, to: ["H99.02"])
            var receipts: Set<String?> = []
            try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<16 { group.addTask { try await sender.send(parcel).receipt } }
                for try await receipt in group { receipts.insert(receipt) }
            }
            #expect(receipts.count == 1 && !receipts.contains(nil))
            #expect(try await recipient.waiting(atMost: 10).parcels.count == 1)
            let found = try await hub.fetchAll(recipient)
            try await recipient.acknowledge(found[0].parcel, as: .done)
            // A replay after it was done brings nothing; a recipient that did not have it gets it.
            #expect(try await sender.send(parcel).receipt == receipts.first)
            #expect(try await recipient.waiting(atMost: 10).parcels.isEmpty)
            #expect(try await sender.send(hub.parcel(text, to: ["H99.02", "H99.03"])).receipt == receipts.first)
            #expect(try await recipient.waiting(atMost: 10).parcels.count == 1)
            #expect(try await hub.made.count("SELECT count(*) AS n FROM hub_envelope") == 1)
            #expect(hub.made.files.stored == 1 && hub.made.files.temporary == 0)
            await sender.close()
            await recipient.close()
        }
    }

    @Test(
        "lets nobody in with a wrong secret, an unknown name or an old request",
        arguments: [AxisDialect.sdk2, .langSon])
    func strangers(_ dialect: AxisDialect) async throws {
        try await withOpenHub { hub in
            var strangers = [
                try hub.client("so-mau", secret: "bi-mat-khac-hoan-toan", dialect: dialect),
                try hub.client("khong-co", dialect: dialect),
            ]
            if dialect == .sdk2 {
                strangers += [try hub.client("so-mau", clock: -600), try hub.client("so-mau", clock: 600)]
            }
            for stranger in strangers {
                #expect(try await stranger.send(hub.parcel(HubEnvelope.document())).delay == .credentials)
                #expect(await fault { _ = try await stranger.waiting(atMost: 1) } == .credentials)
                await stranger.close()
            }
            #expect(try await hub.made.count("SELECT count(*) AS n FROM hub_envelope") == 0)
            #expect(hub.made.files.stored == 0 && hub.made.files.temporary == 0)
        }
    }

    @Test("does not send for an agency that is not the caller's, nor to one that is not there")
    func agencies() async throws {
        try await withOpenHub { hub in
            let sender = try hub.client("so-mau")
            // In the header and in the envelope, each alone and both.
            #expect(try await sender.send(hub.parcel(HubEnvelope.document(), from: "H99.02")).code == "18")
            #expect(try await sender.send(hub.parcel(HubEnvelope.document(from: "H99.02"))).code == "18")
            #expect(
                try await sender.send(hub.parcel(HubEnvelope.document(from: "H99.02"), from: "H99.02")).code == "18")
            #expect(
                try await sender.send(hub.parcel(HubEnvelope.document(), to: ["H99.03"])).code == "19", "not addressed")
            for missing in ["H99.09", "H99.99"] {
                let parcel = try hub.parcel(HubEnvelope.document(to: [missing]), to: [missing])
                #expect(try await sender.send(parcel).code == "19")
            }
            #expect(try await hub.made.count("SELECT count(*) AS n FROM hub_envelope") == 0)
            #expect(hub.made.files.stored == 0 && hub.made.files.temporary == 0, "a refusal leaves nothing")
            // Codes have no case.
            #expect(
                try await sender.send(hub.parcel(HubEnvelope.document(from: "h99.01", to: ["h99.02"]))).receipt != nil)
            await sender.close()
        }
    }

    @Test("shows an envelope to nobody but its recipient")
    func others() async throws {
        try await withOpenHub { hub in
            let (sender, recipient) = (try hub.client("so-mau"), try hub.client("chi-cuc"))
            _ = try await sender.send(hub.parcel(HubEnvelope.document()))
            let parcel = try #require(try await recipient.waiting(atMost: 1).parcels.first)
            for act in [
                { _ = try await sender.fetch(parcel, into: hub.path("stolen")) },
                { try await sender.acknowledge(parcel, as: .done) },
            ] as [@Sendable () async throws -> Void] {
                guard case .peer("22", _, true) = await fault(of: act) else { return #expect(Bool(false)) }
            }
            #expect(try await recipient.waiting(atMost: 1).parcels == [parcel])
            await sender.close()
            await recipient.close()
        }
    }

    @Test("refuses what is too large, unreadable, or not what was named")
    func bad() async throws {
        try await withOpenHub(callsPerMinute: 600, { $0.largest = 200_000 }) { hub in
            let sender = try hub.client("so-mau")
            let large = HubEnvelope.document(attachment: String(repeating: "AAAA", count: 60_000))
            #expect(try await sender.send(hub.parcel(large)).code == "21")
            #expect(try await sender.send(hub.parcel("<!DOCTYPE x><edXML/>")).code == "20")
            #expect(try await sender.send(hub.parcel("not XML at all")).code == "20")
            let other = try hub.parcel(HubEnvelope.document(), digest: [UInt8](repeating: 1, count: 32))
            guard case .peer("10", _, false) = try await sender.send(other).delay else { return #expect(Bool(false)) }
            #expect(try await hub.made.count("SELECT count(*) AS n FROM hub_envelope") == 0)
            #expect(hub.made.files.stored == 0 && hub.made.files.temporary == 0)
            await sender.close()
        }
    }

    @Test("carries an envelope of many megabytes, read and written in pieces")
    func large() async throws {
        try await withOpenHub { hub in
            let (sender, recipient) = (try hub.client("so-mau"), try hub.client("chi-cuc"))
            let text = HubEnvelope.document(attachment: String(repeating: "QUJD", count: 4 << 20))
            #expect(try await sender.send(hub.parcel(text)).receipt != nil)
            let parcel = try #require(try await recipient.waiting(atMost: 1).parcels.first)
            let fetched = try await recipient.fetch(parcel, into: hub.path("large"))
            #expect(fetched.digest == parcel.digest && fetched.size == text.utf8.count)
            await sender.close()
            await recipient.close()
        }
    }

    @Test("lets a system call as often as it may, and then others still")
    func rate() async throws {
        try await withOpenHub(callsPerMinute: 4) { hub in
            let (one, other) = (try hub.client("so-mau"), try hub.client("chi-cuc"))
            // Two calls each: documents and statuses.
            for _ in 0..<2 { _ = try await one.waiting(atMost: 1) }
            guard case .peer("10", _, false) = await fault(of: { _ = try await one.waiting(atMost: 1) }) else {
                return #expect(Bool(false))
            }
            _ = try await other.waiting(atMost: 1)
            await one.close()
            await other.close()
        }
    }

    @Test("gives its directory, whole and by what changed")
    func directory() async throws {
        try await withOpenHub { hub in
            let many = (0..<2500).map { NewHubAgency(code: "H98.\($0)", name: "Xã số \($0)", parentCode: "H98") }
            #expect(try await hub.made.hub.enter(many) == 2500)
            #expect(try await hub.made.hub.enter(many) == 0, "nothing changed")
            let client = try hub.client("so-mau")
            let all = try await client.agencies()
            #expect(all.count == 2504)
            #expect(all.first { $0.code == "H98.2499" }?.name == "Xã số 2499")
            #expect(try await hub.made.hub.enter([NewHubAgency(code: "h98.7", name: "Xã đổi tên")]) == 1)
            var dialect = AxisDialect.sdk2
            dialect.directoryCall = "getSynchronizeUnit"
            let units = try hub.client("so-mau", dialect: dialect)
            let synchronized = try await units.agencies()
            #expect(synchronized.count == 2504 && synchronized.last?.name == "Xã đổi tên")
            #expect(synchronized.first { $0.code == "H99.01" }?.centre == "so-mau")
            await client.close()
            await units.close()
        }
    }

    @Test("keeps no secret that a copy of its database would open")
    func secrets() async throws {
        try await withOpenHub { hub in
            let plain = Array((TestHub.secrets["so-mau"] ?? "").utf8)
            let sealed = try #require(
                try await hub.made.owner.row("SELECT secret FROM hub_system WHERE name = 'so-mau'") {
                    try $0["secret"] as [UInt8]
                })
            #expect(sealed.count == plain.count + 28)
            #expect(!sealed.indices.contains { sealed[$0...].starts(with: plain) })
            // A row's secret is of no use under another name.
            _ = try await hub.made.owner.write { transaction in
                try transaction.execute(
                    "UPDATE hub_system SET secret = (SELECT secret FROM hub_system WHERE name = 'so-mau') WHERE name = 'chi-cuc'"
                )
            }
            let thief = try hub.client("chi-cuc", secret: TestHub.secrets["so-mau"])
            #expect(await fault { _ = try await thief.waiting(atMost: 1) } != nil)
            await thief.close()
        }
    }
}
