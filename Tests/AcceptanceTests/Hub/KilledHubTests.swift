import Exchange
import Foundation
import TestOffice
import Testing

@Suite("A hub that is killed")
struct KilledHubTests {
    /// An envelope of some size; every one is another.
    private static func envelope(_ number: Int, groups: Int) -> [UInt8] {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><edXML><edXMLEnvelope><edXMLHeader><MessageHeader>"
        text +=
            "<From><OrganId>H99.01</OrganId></From><To><OrganId>H99.02</OrganId></To><DocumentId>d-\(number)</DocumentId>"
        text += "<Subject>V/v thử</Subject></MessageHeader></edXMLHeader><edXMLBody><edXMLManifest><Reference>"
        text +=
            "<ContentId>cid:1</ContentId><AttachmentName>a.txt</AttachmentName></Reference></edXMLManifest></edXMLBody>"
        text += "</edXMLEnvelope><AttachmentEncoded><Attachment><ContentId>cid:1</ContentId>"
        text += "<AttachmentName>a.txt</AttachmentName><ContentTransferEncoded>"
        text += String(repeating: "QUJD", count: groups)
        text += "</ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>"
        return Array(text.utf8)
    }

    private static func client(_ hub: RunningHub, _ system: String) throws -> AxisClient {
        try AxisClient(
            Peer("http://127.0.0.1:\(hub.port)", isInternal: true), dialect: .sdk2,
            account: AxisAccount(systemID: system, secret: TestHub.secrets[system] ?? ""))
    }

    @Test("in the middle of an upload has each envelope exactly once when it was sent again")
    func killed() async throws {
        try await withHub { made in
            let hub = try RunningHub(made)
            defer { hub.remove() }
            try hub.start()
            let sender = try Self.client(hub, "so-mau")
            var sent: [[UInt8]] = []
            for round in 0..<4 {
                let bytes = Self.envelope(round, groups: 2 << 20)
                let file = "\(made.folder)/sent-\(round)"
                try Data(bytes).write(to: URL(fileURLWithPath: file))
                let digest = try #require(try sha256(file))
                let parcel = try OutgoingParcel(
                    id: "p-\(round)", file: file, size: Int64(bytes.count), digest: digest, sender: "H99.01",
                    recipients: ["H99.02"], kind: .document)
                async let first = sender.send(parcel)
                // At another place each time; the last may find it accepted already.
                let place = [1, 1 << 20, 4 << 20, 8 << 20][round]
                let limit = Date(timeIntervalSinceNow: 20)
                while hub.arriving < place, Date() < limit, made.files.stored <= round { usleep(500) }
                try hub.kill()
                _ = try await first
                try hub.start()
                var handover = try await sender.send(parcel)
                for _ in 0..<3 {
                    guard case .tryAgain = handover else { break }
                    handover = try await sender.send(parcel)
                }
                guard case .accepted = handover else { throw Failed("\(handover)") }
                sent.append(digest)
            }
            let recipient = try Self.client(hub, "chi-cuc")
            let waiting = try await recipient.waiting(atMost: 100).parcels
            #expect(waiting.compactMap(\.digest) == sent, "each once, in their order")
            for parcel in waiting {
                let fetched = try await recipient.fetch(parcel, into: "\(made.folder)/fetched-\(parcel.id)")
                #expect(fetched.digest == parcel.digest)
                try await recipient.acknowledge(parcel, as: .done)
            }
            try hub.kill()
            try hub.start()
            #expect(try await recipient.waiting(atMost: 100).parcels.isEmpty, "what was done stays done")
            await sender.close()
            await recipient.close()
        }
    }

    @Test("is set up by its own commands")
    func commands() async throws {
        try await withHub { made in
            let hub = try RunningHub(made)
            defer { hub.remove() }
            let added = try hub.run(["agency", "add", "--system", "moi", "H97.01", "Cơ quan mới"])
            #expect(added.ending == .exited(0))
            let secret = try #require(
                added.output.split(separator: "\n").first { $0.hasPrefix("secret\t") }?.dropFirst(7))
            #expect(
                try !hub.run(["agency", "add", "--system", "moi", "H97.02", "Cơ quan nữa"]).output.contains("secret"))
            let file = made.folder + "/list.csv"
            try Data("Mã,Tên\nH97.03,\"Xã, thử\"\nH97.02,Đổi tên\n".utf8).write(to: URL(fileURLWithPath: file))
            #expect(try hub.run(["agency", "import", file]).output.contains("2 of 2"))
            let list = try hub.run(["agency", "list"]).output
            #expect(list.contains("H97.02\tĐổi tên\tmoi") && list.contains("H97.03\tXã, thử\t-"))

            try hub.start()
            let client = try AxisClient(
                Peer("http://127.0.0.1:\(hub.port)", isInternal: true), dialect: .sdk2,
                account: AxisAccount(systemID: "moi", secret: String(secret)))
            #expect(try await client.agencies().contains { $0.code == "H97.03" })
            await client.close()
        }
    }

    /// The digest as another program finds it.
    private func sha256(_ file: String) throws -> [UInt8]? {
        let output = try ChildProcess.run(["/usr/bin/sha256sum", file]).output
        let digits = Array(output.prefix(64))
        return stride(from: 0, to: 64, by: 2).map { UInt8(String(digits[$0..<$0 + 2]), radix: 16) ?? 0 }
    }
}
