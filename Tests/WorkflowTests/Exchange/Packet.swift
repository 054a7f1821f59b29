import Exchange
import Foundation
import Postgres
import Records
import TestOffice
import Workflow

/// An envelope as a sender makes it, changed for a test.
struct Packet: Sendable {
    static let sender = "H01.02"

    var envelope: Envelope
    var files: [(name: String, bytes: [UInt8])] = []

    init(_ kind: Envelope.Kind = .new, id: String? = "vb-15", number: String = "15", reason: String? = nil) {
        envelope = Envelope(kind, from: .init(organID: Self.sender, name: "Sở Nội vụ tỉnh Mẫu"))
        envelope.to = [.init(organID: "H99.18", name: "Hội LHPN tỉnh Mẫu")]
        envelope.documentID = id
        envelope.codeNumber = number
        envelope.codeNotation = "SNV-VP"
        envelope.promulgatedOn = Day("2026-11-01")
        envelope.documentType = .init(name: "Công văn")
        envelope.subject = "Về việc tập huấn số \(number)"
        envelope.signer = .init(competence: "KT.", position: "Phó Giám đốc", fullName: "Nguyễn Văn Mẫu")
        let types: [Envelope.Kind: Int] = [.new: 0, .recall: 1, .update: 2, .replace: 3]
        envelope.business = .init(type: types[kind], reason: reason)
        envelope.trace = [.init(organID: Self.sender, at: Date(timeIntervalSince1970: 1_793_500_000))]
        files = [("\(number).pdf", Array("%PDF-1.4 toàn văn \(number)".utf8))]
    }

    /// A message about a document of ours.
    static func status(_ code: String, of id: String, from sender: String = sender, _ text: String = "") -> Packet {
        var packet = Packet(.status)
        packet.envelope = Envelope(.status, from: .init(organID: sender, name: "Sở Nội vụ"))
        packet.envelope.responseFor = [.init(organID: "H99.18", code: "7/HPN", documentID: id)]
        packet.envelope.status = .init(code: code, description: text, at: Date(timeIntervalSince1970: 1_793_500_000))
        packet.files = []
        return packet
    }

    func changed(_ change: (inout Envelope) -> Void) -> Packet {
        var packet = self
        change(&packet.envelope)
        return packet
    }

    /// The envelope's bytes, by the writer whose envelopes peers read.
    func bytes() throws -> [UInt8] {
        let folder = NSTemporaryDirectory() + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var envelope = envelope
        for (index, file) in files.enumerated() {
            let path = "\(folder)/\(index)"
            try Data(file.bytes).write(to: URL(filePath: path))
            envelope.attachments.append(Attachment(name: file.name, file: path, contentID: "tep-\(index)"))
        }
        try EnvelopeWriter(rules: .copying).write(envelope, to: folder + "/envelope")
        return Array(try Data(contentsOf: URL(filePath: folder + "/envelope")))
    }
}

extension TestOffice {
    /// The agency that `van.thu` works for.
    func home() async throws -> Agency {
        let found = try await owner.row("SELECT id, code, name FROM agency WHERE code = 'H99.18'") {
            Agency(id: try $0["id"], code: try $0["code"], name: try $0["name"])
        }
        guard let found else { throw CancellationError() }
        return found
    }

    /// A peer delivers bytes.
    func deliver(
        _ bytes: [UInt8], as message: String = UUID().uuidString, through peer: String = "truc",
        vouching sender: String? = Packet.sender
    ) async throws -> Receipt {
        let file = try file("goi.edxml", bytes)
        return try await workflow.receiveEnvelope(
            Delivery(peer: peer, messageID: message, sender: sender, file: file), for: try await home())
    }

    func deliver(_ packet: Packet) async throws -> Receipt {
        try await deliver(try packet.bytes(), vouching: packet.envelope.from.organID)
    }

    /// Delivers a document and registers it.
    func delivered(_ packet: Packet = Packet(), by clerk: Caller) async throws -> (intake: Int, document: Int) {
        let intake = try await deliver(packet).intake ?? 0
        let view = try await workflow.intake(intake, by: clerk)
        let entry = try await workflow.registerIncoming(
            Registration(details: view.details, intake: intake), by: clerk)
        return (intake, entry.document)
    }

    /// The statuses in the outbox about an intake, in the order in which they were posted.
    func told(about intake: Int) async throws -> [String] {
        try await owner.read { transaction in
            try transaction.rows(
                "SELECT status_code FROM outgoing_envelope WHERE intake_id = \(intake) ORDER BY id"
            ) { try $0["status_code"] as String }
        }
    }
}
