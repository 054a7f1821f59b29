import Exchange
import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("An office that signs, and judges signatures")
struct SignedExchangeTests {
    let seal: OfficeSeal

    init() throws { seal = try OfficeSeal() }

    /// The statuses in the outbox, as a receiver reads them who trusts the authority.
    private func told(_ office: TestOffice) async throws -> [CheckedEnvelope] {
        let bodies = try await office.owner.read { transaction in
            try transaction.rows("SELECT body FROM outgoing_envelope WHERE kind = 'status' ORDER BY id") {
                try $0["body"] as [UInt8]
            }
        }
        let path = office.folder + "/status"
        return try bodies.map { body in
            try Data(body).write(to: URL(filePath: path))
            return try EnvelopeReader().read(
                file: path, attachmentsInto: office.folder, checking: SignatureChecker(roots: seal.roots))
        }
    }

    /// An envelope whose subject was changed after it was signed.
    private func forged(_ packet: Packet) throws -> [UInt8] {
        let signed = String(decoding: try seal.signer.sign(try packet.bytes()), as: UTF8.self)
        let changed = signed.replacing("tập huấn", with: "giải thể").replacing("Đã vào sổ", with: "Từ chối")
        try #require(changed != signed)
        return Array(changed.utf8)
    }

    @Test("signs each status that it tells, and what it says is as without")
    func statuses() async throws {
        let signer = try seal.signer
        try await withOffice {
            $0.exchange.signer = signer
        } _: { office in
            let people = try await People(office)
            let (intake, id) = try await office.delivered(by: people.clerk)
            _ = try await office.workflow.assign(
                id, AssignmentOrder(lead: people.specialistA.asAssignee), seen: 1, by: people.leader)
            let done = try await office.workflow.complete(id, result: "Xong", seen: 2, by: people.specialistA)
            _ = done
            let second = try #require(try await office.deliver(Packet(id: "vb-16", number: "16")).intake)
            try await office.workflow.refuseIntake(second, reason: "Gửi nhầm", by: people.clerk)
            let codes = try await office.told(about: intake) + office.told(about: second)
            #expect(codes == ["01", "03", "04", "06", "01", "02"])
            let told = try await told(office)
            #expect(told.map(\.envelope.status?.code) == codes)
            for status in told {
                guard case .valid(let signer, covers: .whole) = status.signature else {
                    Issue.record("\(status.signature)")
                    continue
                }
                #expect(signer.commonName == "H99.18")
                #expect(status.envelope.kind == .status && status.envelope.from.organID == "H99.18")
                #expect(status.envelope.responseFor.first?.documentID?.hasPrefix("vb-1") == true)
            }
        }
    }

    @Test("tells the sender of an envelope whose signature is wrong at once why it is not taken (02), and once")
    func invalid() async throws {
        let roots = seal.roots
        try await withOffice {
            $0.signatures.roots = roots
        } _: { office in
            let people = try await People(office)
            let bytes = try forged(Packet())
            let first = try await office.deliver(bytes)
            let intake = try #require(first.intake)
            #expect(first.fault == "digest")
            #expect(try await office.deliver(bytes) == first)
            #expect(try await office.told(about: intake) == ["02"])
            let view = try await office.workflow.intake(intake, by: people.clerk)
            #expect(view.state == .faulty && view.origin.signature == "invalid" && view.details.subject.isEmpty)
            let answer = try #require(try await told(office).first?.envelope)
            #expect(
                answer.responseFor == [
                    .init(
                        organID: Packet.sender, code: "15/SNV-VP", documentID: "vb-15", promulgatedOn: Day("2026-11-01")
                    )
                ])
            #expect(answer.status?.description == view.fault?.vietnamese, "the sender reads the reason")
            // The clerk may refuse it too; the sender has been told.
            try await office.workflow.refuseIntake(intake, reason: "Chữ ký sai", by: people.clerk)
            #expect(try await office.told(about: intake) == ["02"])
            // What was forged keeps the document itself out of nothing.
            let genuine = try seal.signer.sign(try Packet().bytes())
            #expect(try await office.deliver(genuine).fault.isEmpty)
        }
    }

    @Test("tells nobody where nobody vouches for the sender, another is named, it is a status, or it is set so")
    func silent() async throws {
        let roots = seal.roots
        try await withOffice {
            $0.signatures.roots = roots
        } _: { office in
            _ = try await People(office)
            let bytes = try forged(Packet())
            #expect(try await office.deliver(bytes, vouching: nil).fault == "digest")
            #expect(try await office.deliver(bytes, vouching: "H66.06").fault == "forged-sender")
            let status = try forged(Packet.status("03", of: "ta-gui-1", "Đã vào sổ"))
            #expect(try await office.deliver(status).fault == "digest")
            #expect(try await office.count("SELECT count(*) AS n FROM outgoing_envelope") == 0)
        }
        try await withOffice {
            $0.signatures.roots = roots
            $0.exchange.answersInvalidSignatures = false
        } _: { office in
            let intake = try #require(try await office.deliver(try forged(Packet())).intake)
            #expect(try await office.told(about: intake).isEmpty)
        }
    }
}
