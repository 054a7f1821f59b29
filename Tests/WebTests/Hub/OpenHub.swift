import Crypto
import Exchange
import Foundation
import Logging
import TestOffice
import Workflow

@testable import Web

/// A hub that listens on a port of its own, over a database of its own.
struct OpenHub: Sendable {
    let made: TestHub
    let port: Int

    /// The client that offices use, as one of the two systems.
    func client(
        _ system: String, secret: String? = nil, dialect: AxisDialect = .sdk2, clock: Double = 0
    ) throws -> AxisClient {
        try AxisClient(
            Peer("http://127.0.0.1:\(port)", isInternal: true), dialect: dialect,
            account: AxisAccount(systemID: system, secret: secret ?? TestHub.secrets[system] ?? "none"),
            now: { Date() + clock })
    }

    /// An envelope in a file, as a parcel.
    func parcel(
        _ text: String, from sender: String = "H99.01", to recipients: [String] = ["H99.02"],
        kind: ParcelKind = .document, digest: [UInt8]? = nil
    ) throws -> OutgoingParcel {
        let file = "\(made.folder)/sent-\(UUID().uuidString)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return try OutgoingParcel(
            id: UUID().uuidString.lowercased(), file: file, size: Int64(text.utf8.count),
            digest: digest ?? Array(SHA256.hash(data: Array(text.utf8))), sender: sender, recipients: recipients,
            kind: kind)
    }

    func path(_ name: String) -> String { "\(made.folder)/fetched-\(name)-\(UUID().uuidString)" }

    /// What a client finds waiting, fetched: contents by docId.
    func fetchAll(_ client: AxisClient) async throws -> [(parcel: WaitingParcel, text: String)] {
        var all: [(WaitingParcel, String)] = []
        for parcel in try await client.waiting(atMost: 100).parcels {
            let fetched = try await client.fetch(parcel, into: path("one"))
            all.append(
                (parcel, String(decoding: try Data(contentsOf: URL(fileURLWithPath: fetched.path)), as: UTF8.self)))
        }
        return all.map { (parcel: $0.0, text: $0.1) }
    }
}

/// The texts of envelopes, as short as the reader takes them.
enum HubEnvelope {
    static func document(
        _ id: String = "d-1", from: String = "H99.01", to: [String] = ["H99.02"],
        attachment: String = "JVBERi0xLjQKJSVFT0YK"
    ) -> String {
        let recipients = to.map { "<To><OrganId>\($0)</OrganId></To>" }.joined()
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXMLEnvelope><edXMLHeader><MessageHeader>\
            <From><OrganId>\(from)</OrganId></From>\(recipients)<DocumentId>\(id)</DocumentId>\
            <Code><CodeNumber>07</CodeNumber><CodeNotation>SM-VP</CodeNotation></Code>\
            <PromulgationInfo><PromulgationDate>2026/11/20</PromulgationDate></PromulgationInfo>\
            <Subject>V/v thử gửi văn bản</Subject></MessageHeader></edXMLHeader>\
            <edXMLBody><edXMLManifest><Reference><ContentId>cid:1</ContentId><AttachmentName>a.pdf</AttachmentName>\
            <ContentType>application/pdf</ContentType></Reference></edXMLManifest></edXMLBody></edXMLEnvelope>\
            <AttachmentEncoded><Attachment><ContentId>cid:1</ContentId><AttachmentName>a.pdf</AttachmentName>\
            <ContentType>application/pdf</ContentType><ContentTransferEncoded>\(attachment)</ContentTransferEncoded>\
            </Attachment></AttachmentEncoded></edXML>
            """
    }

    static func status(from: String = "H99.02", about: String = "H99.01", code: String = "03") -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXMLEnvelope><edXMLHeader><MessageHeader>\
        <From><OrganId>\(from)</OrganId></From><ResponseFor><OrganId>\(about)</OrganId><Code>07/SM-VP</Code>\
        <PromulgationDate>2026/11/20</PromulgationDate><DocumentId>d-1</DocumentId></ResponseFor>\
        <StatusCode>\(code)</StatusCode><Description>Đã tiếp nhận</Description>\
        <Timestamp>2026/11/20 10:02:11</Timestamp></MessageHeader></edXMLHeader></edXMLEnvelope></edXML>
        """
    }
}

/// Runs a test against a hub that listens.
func withOpenHub<Result: Sendable>(
    callsPerMinute: Int = 600, _ change: (inout Hub.Configuration) -> Void = { _ in },
    _ test: @escaping @Sendable (OpenHub) async throws -> Result
) async throws -> Result {
    try await withHub(change) { made in
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        let server = HubServer(
            made.hub, host: "127.0.0.1", port: 0, callsPerMinute: callsPerMinute,
            logger: Logger(label: "test") { _ in LogLines() }
        ) { opened.yield($0) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            var port = 0
            for await first in ports {
                port = first
                break
            }
            let result = try await test(OpenHub(made: made, port: port))
            group.cancelAll()
            return result
        }
    }
}

extension Handover {
    var receipt: String? { if case .accepted(let receipt) = self { receipt } else { nil } }
    var code: String? {
        guard case .refused(let error) = self, case .transport(.peer(let code, _, true)) = error.kind else {
            return nil
        }
        return code
    }
    var delay: TransportFault? {
        guard case .tryAgain(let error) = self, case .transport(let fault) = error.kind else { return nil }
        return fault
    }
}

/// The fault that something throws.
func fault(of body: () async throws -> Void) async -> TransportFault? {
    do { try await body() } catch let error as ExchangeError {
        guard case .transport(let fault) = error.kind else { return nil }
        return fault
    } catch {}
    return nil
}
