import Crypto
import Exchange
import Foundation
import Testing

@Suite("An office that sends to another")
struct OfficeClientTests {
    let folder = TestFolder()
    let key = Curve25519.Signing.PrivateKey()

    private var senders: [String: ParcelReception.Sender] { ["H99.01": .init(agency: "H99.01", key: key.publicKey)] }

    private func client(_ office: ReceivingOffice, key: Curve25519.Signing.PrivateKey? = nil, clock: Double = 0) throws
        -> OfficeClient
    {
        try OfficeClient(
            Peer("http://127.0.0.1:\(office.port)", isInternal: true), key: .init(id: "H99.01", key: key ?? self.key),
            now: { Date() + clock })
    }

    @Test("brings an envelope exactly once, byte for byte")
    func once() async throws {
        let office = try ReceivingOffice(folder, keys: senders)
        let client = try client(office)
        let sent = try TestParcel(folder, size: 3_000_000)
        for _ in 0..<3 {
            #expect(
                try await client.send(sent.parcel)
                    == .accepted(receipt: sent.parcel.digest.map { String(format: "%02x", $0) }.joined()))
        }
        #expect(office.takenIn == [sent.bytes])
        await client.close()
        await office.stop()
    }

    @Test("brings an envelope of several parts")
    func parts() async throws {
        let office = try ReceivingOffice(folder, keys: senders)
        let client = try client(office)
        let sent = try TestParcel(folder, size: 40 << 20)
        #expect(try await client.send(sent.parcel).isAccepted)
        #expect(office.takenIn == [sent.bytes])
        await client.close()
        await office.stop()
    }

    @Test("brings it exactly once through connections that break at any byte", arguments: 1...12)
    func cuts(_ seed: Int) async throws {
        let office = try ReceivingOffice(folder, keys: senders, cuts: 12, seed: seed)
        let client = try client(office)
        let sent = try TestParcel(folder, size: 900_000 + seed * 1000, seed: seed)
        var attempts = 0
        // The outbox tries again what the client gives up.
        while try await !client.send(sent.parcel).isAccepted {
            attempts += 1
            try #require(attempts < 40)
        }
        #expect(try await client.send(sent.parcel).isAccepted)
        #expect(office.takenIn == [sent.bytes])
        #expect(office.requestCount > 2, "connections did break")
        await client.close()
        await office.stop()
    }

    @Test("asks again where the answer to the last part was lost, and brings nothing twice")
    func lostAnswer() async throws {
        let office = try ReceivingOffice(folder, keys: senders, losesAnswer: true)
        let client = try client(office)
        let sent = try TestParcel(folder)
        #expect(try await client.send(sent.parcel).isAccepted)
        #expect(office.takenIn == [sent.bytes])
        await client.close()
        await office.stop()
    }

    @Test("is not let in with a wrong key, a wrong clock, or for another agency")
    func strangers() async throws {
        let office = try ReceivingOffice(folder, keys: senders)
        let sent = try TestParcel(folder)
        for client in [try client(office, key: .init()), try client(office, clock: 1000)] {
            #expect(try await client.send(sent.parcel).delay == .credentials)
            await client.close()
        }
        let client = try client(office)
        let other = try OutgoingParcel(
            id: "x", file: sent.parcel.file, size: sent.parcel.size, digest: sent.parcel.digest, sender: "H99.77",
            recipients: ["H99.02"], kind: .document)
        #expect(try await client.send(other).delay == .credentials)
        let astray = try TestParcel(folder, recipients: ["H99.03"])
        #expect(try await client.send(astray.parcel).refusal?.isFinal == true)
        #expect(office.takenIn.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/reception/x"))
        await client.close()
        await office.stop()
    }

    @Test("learns the other's limit before it sends")
    func limit() async throws {
        let office = try ReceivingOffice(folder, keys: senders, largest: 1000)
        let client = try client(office)
        #expect(try await client.send(TestParcel(folder).parcel).refusal == .tooLarge(limit: 1000))
        await client.close()
        await office.stop()
    }

    @Test("starts again where its file is not what it was")
    func changedFile() async throws {
        let office = try ReceivingOffice(folder, keys: senders)
        let client = try client(office)
        let sent = try TestParcel(folder)
        try Data(repeating: 7, count: sent.bytes.count).write(to: URL(fileURLWithPath: sent.parcel.file))
        #expect(try await !client.send(sent.parcel).isAccepted)
        #expect(office.takenIn.isEmpty, "bytes with another SHA-256 are nobody's envelope")
        try Data(sent.bytes).write(to: URL(fileURLWithPath: sent.parcel.file))
        #expect(try await client.send(sent.parcel).isAccepted)
        #expect(office.takenIn == [sent.bytes])
        await client.close()
        await office.stop()
    }
}
