import Exchange
import Foundation
import Glibc
import Postgres
import Synchronization
import TestOffice
import Testing
import Workflow

@testable import Web

@Suite("A hub that runs for long")
struct HubKeepingTests {
    @Test("reads its database no more often because strangers call")
    func flood() async throws {
        try await withOpenHub(callsPerMinute: 600, { $0.systemsLifetime = .seconds(600) }) { hub in
            let (stranger, own) = (try hub.client("khong-co"), try hub.client("so-mau"))
            _ = try await own.waiting(atMost: 1)
            // Whoever reads who may call waits while somebody holds the table.
            try await hub.made.owner.write { transaction in
                try transaction.execute("LOCK TABLE hub_system IN ACCESS EXCLUSIVE MODE")
                let isDone = Mutex(false)
                Task {
                    for _ in 0..<20 {
                        #expect(await fault { _ = try await stranger.waiting(atMost: 1) } == .credentials)
                    }
                    isDone.withLock { $0 = true }
                }
                let limit = Date(timeIntervalSinceNow: 20)
                while !isDone.withLock({ $0 }), Date() < limit { usleep(10_000) }
                #expect(isDone.withLock { $0 })
            }
            await stranger.close()
            await own.close()
        }
    }

    @Test("brings what a recipient gave up again, once its sender sends it again")
    func afterFailure() async throws {
        try await withOpenHub { hub in
            let (sender, recipient) = (try hub.client("so-mau"), try hub.client("chi-cuc"))
            let parcel = try hub.parcel(HubEnvelope.document())
            let receipt = try await sender.send(parcel).receipt
            let first = try #require(try await recipient.waiting(atMost: 1).parcels.first)
            try await recipient.acknowledge(first, as: .failed(reason: "too large"))
            #expect(try await recipient.waiting(atMost: 1).parcels.isEmpty)
            #expect(try await sender.send(parcel).receipt == receipt)
            #expect(try await hub.fetchAll(recipient).map(\.text) == [HubEnvelope.document()])
            try await recipient.acknowledge(first, as: .done)
            #expect(try await sender.send(parcel).receipt == receipt)
            #expect(try await recipient.waiting(atMost: 1).parcels.isEmpty, "what is done stays done")
            await sender.close()
            await recipient.close()
        }
    }

    @Test("does not serve a database that could lose what it acknowledged, nor as its owner")
    func starting() async throws {
        try await withHub { made in
            try await made.hub.checkBeforeServing()
            for (conninfo, word) in [
                (made.conninfo + " options='-c synchronous_commit=off'", "synchronous_commit"),
                (made.conninfo.replacing(" user=congvan_hub", with: ""), "congvan_hub"),
            ] {
                let careless = try Hub(.init(conninfo: conninfo, connections: 1, folder: made.folder))
                var reasons: [String] = []
                do { try await careless.checkBeforeServing() } catch let refusal as StartupRefusal {
                    reasons = refusal.reasons
                }
                await careless.shutdown()
                #expect(reasons.count == 1 && reasons.first?.contains(word) == true, "\(reasons)")
            }
        }
    }

    @Test("removes the file of what every recipient has had for long, and of nothing else")
    func retention() async throws {
        try await withOpenHub { hub in
            let (sender, recipient) = (try hub.client("so-mau"), try hub.client("chi-cuc"))
            let texts = (0..<3).map { HubEnvelope.document(attachment: String(repeating: "QUJD", count: $0 + 1)) }
            for text in texts { #expect(try await sender.send(hub.parcel(text)).receipt != nil) }
            let waiting = try await recipient.waiting(atMost: 10).parcels
            #expect(waiting.count == 3)
            try await recipient.acknowledge(waiting[0], as: .done)
            try await recipient.acknowledge(waiting[1], as: .failed(reason: "too large"))
            #expect(try await hub.made.hub.removeDelivered() == 0, "it is not long ago")
            try await hub.made.owner.write { transaction in
                try transaction.execute("UPDATE hub_envelope SET accepted_at = now() - interval '91 days'")
                try transaction.execute("UPDATE hub_delivery SET updated_at = now() - interval '91 days'")
            }
            #expect(try await hub.made.hub.removeDelivered() == 1)
            #expect(try await hub.made.hub.removeDelivered() == 0)
            #expect(hub.made.files.stored == 2)
            #expect(
                try await hub.made.count("SELECT count(*) AS n FROM hub_envelope WHERE removed_at IS NOT NULL") == 1)
            #expect(try await hub.fetchAll(recipient).map(\.text) == [texts[2]])
            // Sent again, and to one more: the file is there again.
            #expect(try await sender.send(hub.parcel(texts[0])).receipt != nil)
            #expect(hub.made.files.stored == 3)
            #expect(try await hub.made.hub.removeDelivered() == 1)
            await sender.close()
            await recipient.close()
        }
    }

    @Test("takes no more of a sender for whose recipients too much waits, until they fetch it")
    func quota() async throws {
        try await withOpenHub(callsPerMinute: 600, { $0.mostWaiting = 2 }) { hub in
            let (sender, recipient) = (try hub.client("so-mau"), try hub.client("chi-cuc"))
            let parcels = try (0..<3).map {
                try hub.parcel(HubEnvelope.document(attachment: String(repeating: "QUJD", count: $0 + 1)))
            }
            for parcel in parcels.prefix(2) { #expect(try await sender.send(parcel).receipt != nil) }
            guard case .peer("10", _, false) = try await sender.send(parcels[2]).delay else {
                return #expect(Bool(false))
            }
            #expect(hub.made.files.stored == 2 && hub.made.files.temporary == 0)
            #expect(try await sender.send(parcels[0]).receipt != nil, "which it has already")
            let waiting = try await recipient.waiting(atMost: 10).parcels
            try await recipient.acknowledge(waiting[0], as: .done)
            #expect(try await sender.send(parcels[2]).receipt != nil)
            await sender.close()
            await recipient.close()
        }
    }
}
