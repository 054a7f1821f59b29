import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("Confirming a document to whoever holds its code")
struct ConfirmingTests {
    private static let address = "https://vanphong.example.vn"

    private func visitor(_ source: String = "198.51.100.9") -> Origin { Origin(channel: .web, source: source) }

    /// What the QR code of a document says behind the address.
    private func code(of id: Int, _ office: TestOffice) async throws -> String {
        try await office.owner.row(
            "SELECT replace(confirmation::text, '-', '') AS code FROM outgoing_document WHERE id = \(id)"
        ) { try $0["code"] as String } ?? ""
    }

    @Test("says number, date, issuer, digest and whether it is in force, and leaves a trace in the agency's trail")
    func confirming() async throws {
        try await withOffice({ $0.outgoing.confirmationAddress = Self.address }) { office in
            let people = try await People(office)
            let id = try await office.issued(people)
            let code = try await code(of: id, office)
            let last = try await office.lastEvent
            let said = try await office.workflow.confirm(code, from: visitor())
            let view = try await office.workflow.outgoing(id, by: people.clerk)
            #expect(said.reference == view.reference && said.issuedOn == view.issuedOn && said.closing == nil)
            #expect(said.digest == view.versions[0].digest && !said.issuer.isEmpty)
            let event = try #require(try await office.events(after: last).first)
            #expect(event.summary == "outgoing.confirmed")
            #expect(
                try await office.count(
                    """
                    SELECT agency_id AS n FROM audit.event WHERE action = 'outgoing.confirmed' AND object_id = \(id)
                      AND actor_id IS NULL
                    """) == people.clerk.officer.agency)
            try await office.workflow.recallOutgoing(id, reason: "Sai", seen: 8, by: people.clerk)
            #expect(try await office.workflow.confirm(code, from: visitor()).closing == .withdrawn)
        }
    }

    @Test(
        "knows nothing of what is not issued, nor of anything that is no code",
        arguments: [
            "", "0", "0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789ABCDEF",
            "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
            "0123456789abcdef-123456789abcdef", "' OR true --", "0123456789abcdef0123456789abcdef0",
        ])
    func unknown(code: String) async throws {
        try await withOffice({ $0.outgoing.confirmationAddress = Self.address }) { office in
            let people = try await People(office)
            let draft = try await office.drafted(people)
            let own = try await self.code(of: draft, office)
            #expect(await refusal { try await office.workflow.confirm(own, from: visitor()) } == "not-found")
            #expect(await refusal { try await office.workflow.confirm(code, from: visitor()) } == "not-found")
        }
    }

    @Test("is off where no address is configured")
    func off() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.issued(people)
            let code = try await code(of: id, office)
            #expect(await refusal { try await office.workflow.confirm(code, from: visitor()) } == "not-found")
        }
    }

    @Test("is limited for each network, and for nobody else")
    func limits() async throws {
        try await withOffice({ $0.outgoing.confirmationAddress = Self.address }) { office in
            let people = try await People(office)
            let id = try await office.issued(people)
            let code = try await code(of: id, office)
            for _ in 1...60 { _ = try await office.workflow.confirm(code, from: visitor("2001:db8::1")) }
            #expect(
                await refusal { try await office.workflow.confirm(code, from: visitor("2001:db8::2")) }
                    == "too-many-looks", "another address of the same house")
            #expect(
                await refusal { try await office.workflow.confirm(code, from: visitor("2001:db8:0:1::1")) } == nil)
            #expect(await refusal { try await office.workflow.confirm(code, from: visitor()) } == nil)
        }
    }
}
