import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

extension TestOffice {
    /// A registrar of another agency that keeps its registers here under this code.
    func registrar(of code: String) async throws -> Caller {
        let agency = try await workflow.foundAgency(code: code, name: "Cơ quan \(code)", units: [])
        let login = "clerk.\(agency.id)"
        // Nobody signs in as this one, so its password need not be worked out.
        try await owner.write { transaction in
            try transaction.execute(
                """
                INSERT INTO audit.event (actor_roles, channel, action, outcome, object_kind)
                VALUES ('', 'command', 'account.created', 'allowed', 'service')
                """)
            try transaction.execute(
                """
                INSERT INTO officer (agency_id, login, name, roles, password_hash)
                VALUES (\(agency.id), \(login), 'Văn thư', ARRAY['registrar'], '') ON CONFLICT DO NOTHING
                """)
        }
        return try await caller(login)
    }

    /// SHA-256, as PostgreSQL computes it.
    func sha256(_ bytes: [UInt8]) async throws -> [UInt8] {
        try await owner.row("SELECT sha256(\(bytes)::bytea) AS digest") { try $0["digest"] as [UInt8] } ?? []
    }

    /// Expects that the file's bytes are in the store as they came, under their digest.
    func keeps(_ bytes: [UInt8], of intake: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let digest = try await sha256(bytes)
        let named = try await count(
            "SELECT count(*) AS n FROM intake JOIN stored_file USING (digest) WHERE id = \(intake) AND digest = \(digest) AND size = \(bytes.count)"
        )
        #expect(named == 1, sourceLocation: sourceLocation)
        let name = digest.map { String(format: "%02x", $0) }.joined()
        let stored = try Data(contentsOf: URL(filePath: "\(folder)/\(name.prefix(2))/\(name)"))
        #expect(Array(stored) == bytes, "byte for byte", sourceLocation: sourceLocation)
    }
}

@Suite("Taking in an envelope", .enabled(if: TestData.isPresent))
struct EnvelopeIntakeTests {
    static let samples: [(file: String, agency: String, reference: String, attachments: [String])] = [
        ("edoc_new.edxml", "28.22.H17", "74fass22/VPCP-TTĐT", ["1896_QD-TTg_m_294779.doc"]),
        ("edoc_revocation.edxml", "000.00.00.H14", "7816/VPCP-TTĐT", ["1896_QD-TTg_m_294779.doc"]),
        (
            "gateway_2025_three_attachments.edxml", "vxp.saas.02", "20251017160055/GW-AUTO",
            ["localA.txt", "localB.txt", "localC.txt"]
        ),
        ("junk_before_declaration.edxml", "28.22.H17", "74fass22/VPCP-TTĐT", ["1896_QD-TTg_m_294779.doc"]),
    ]

    @Test("reads its fields, extracts its attachments and lets it wait", arguments: 0..<samples.count)
    func isRead(nth: Int) async throws {
        let sample = Self.samples[nth]
        try await withOffice { office in
            let clerk = try await office.registrar(of: sample.agency)
            let bytes = try TestData.bytes("envelopes/" + sample.file)
            let last = try await office.lastEvent
            let view = try await office.workflow.takeIn(try office.file(sample.file, bytes), by: clerk)
            #expect(
                view.state == .waiting && view.kind == .envelope && view.faultCode == nil && view.name == sample.file)
            #expect(view.details.reference.description == sample.reference && view.details.typeName == "Công văn")
            #expect(!view.details.subject.isEmpty && !view.details.senderCode.isEmpty && view.proposed.isEmpty)
            #expect(
                view.attachments.map(\.name) == sample.attachments
                    && view.attachments.allSatisfy { $0.kind == .document })
            try await office.keeps(bytes, of: view.id)
            #expect(try await office.workflow.intakes(.waiting, by: clerk).items.map(\.id) == [view.id])
            let events = try await office.events(after: last)
            #expect(events.first?.summary == "intake.received" && events.first?.object == "intake/\(view.id)")
            #expect(
                events.first?.detail == [
                    "bytes": "\(bytes.count)", "attachments": "\(sample.attachments.count)", "fault": "",
                ])
            let file = try await office.workflow.openFile(try #require(view.attachments.first?.id), by: clerk)
            #expect(try Data(contentsOf: URL(filePath: file.path)).count == file.size)
        }
    }

    @Test("fills the form with which it is registered, files and all, and never registers a recall")
    func registers() async throws {
        try await withOffice { office in
            let clerk = try await office.registrar(of: "28.22.H17")
            let flow = office.workflow
            let file = try office.file("a.edxml", try TestData.bytes("envelopes/edoc_new.edxml"))
            let view = try await flow.takeIn(file, by: clerk)
            var details = view.details
            details.dueOn = nil
            let entry = try await flow.registerIncoming(Registration(details: details, intake: view.id), by: clerk)
            let document = try await flow.incoming(entry.document, by: clerk)
            #expect(document.source == "envelope" && document.attachments.map(\.name) == view.attachments.map(\.name))
            #expect(
                document.details.senderName == view.details.senderName
                    && document.details.subject == view.details.subject)
            let after = try await flow.intake(view.id, by: clerk)
            #expect(after.state == .registered && after.registered == entry)
            let again = try await flow.takeIn(file, by: clerk)
            #expect(
                again.duplicates.map(\.document) == [entry.document]
                    && again.duplicates.map(\.reason) == [.documentCode])
            let other = try await office.registrar(of: "000.00.00.H14")
            let recall = try await flow.takeIn(
                try office.file("b.edxml", try TestData.bytes("envelopes/edoc_revocation.edxml")), by: other)
            #expect(recall.origin.business == .recall && recall.request?.isParked == true)
            #expect(
                await refusal {
                    try await flow.registerIncoming(
                        Registration(details: details, intake: recall.id, acknowledgeDuplicates: true), by: other)
                } == "request-unanswered")
        }
    }

    @Test("keeps a status message apart: it is no document to register", arguments: ["01", "03", "06"])
    func status(code: String) async throws {
        try await withOffice { office in
            let people = try await People(office)
            let bytes = try TestData.bytes("envelopes/status_\(code).edxml")
            let view = try await office.workflow.takeIn(try office.file("s.edxml", bytes), by: people.clerk)
            #expect(view.state == .faulty && view.faultCode == "status-message" && view.attachments.isEmpty)
            try await office.keeps(bytes, of: view.id)
        }
    }

    @Test("keeps one that is for somebody else among the faulty, with the reason")
    func notForUs() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let bytes = try TestData.bytes("envelopes/edoc_new.edxml")
            let last = try await office.lastEvent
            let view = try await office.workflow.takeIn(try office.file("x.edxml", bytes), by: people.clerk)
            #expect(view.state == .faulty && view.faultCode == "recipient" && view.fault?.vietnamese.isEmpty == false)
            #expect(try await office.events(after: last).first?.summary == "intake.faulty")
            #expect(try await office.events(after: last).first?.detail["fault"] == "recipient")
            #expect(
                await refusal {
                    try await office.workflow.registerIncoming(
                        Registration(details: details(), intake: view.id), by: people.clerk)
                } == "not-waiting")
        }
    }
}

@Suite("A hostile envelope that is taken in", .enabled(if: TestData.isPresent))
struct HostileIntakeTests {
    struct Expectation: CustomTestStringConvertible {
        let file: String
        let verdict: String

        var testDescription: String { "\(file): \(verdict)" }

        /// Whether an outcome, `accept` or a fault, is one of those that the table names.
        func allows(_ outcome: String) -> Bool {
            let word = verdict.split(separator: ":").last.map(String.init) ?? ""
            let words = ["attachment-empty", "organ-id"].contains(word) ? [word] : word.components(separatedBy: "-or-")
            if outcome == "accept" { return verdict.hasPrefix("accept") || verdict.hasPrefix("reject-or-ignore") }
            return !verdict.hasPrefix("accept:") && words.contains(outcome)
        }
    }

    static func expectations() throws -> [Expectation] {
        let table = String(decoding: try TestData.bytes("hostile-envelopes/expectations.tsv"), as: UTF8.self)
        return table.split(separator: "\n").dropFirst().map { line in
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Expectation(file: columns[0], verdict: columns[2])
        }.filter { !["sig", "xsw"].contains($0.file.prefix { $0 != "/" }) }
    }

    @Test("gets the verdict that the table names; its bytes are kept and nothing is half-registered")
    func verdicts() async throws {
        try await withOffice { office in
            let clerk = try await office.registrar(of: "000.00.00.H41")
            let expectations = try Self.expectations()
            #expect(expectations.count > 65)
            for expectation in expectations {
                let bytes = try TestData.bytes("hostile-envelopes/" + expectation.file)
                let view = try await office.workflow.takeIn(try office.file("thu.edxml", bytes), by: clerk)
                #expect(expectation.allows(view.faultCode ?? "accept"), "\(expectation): \(view.faultCode ?? "accept")")
                #expect(
                    view.state == (view.faultCode == nil ? .waiting : .faulty)
                        && (view.fault == nil) == (view.faultCode == nil))
                #expect(
                    view.faultCode == nil || view.attachments.isEmpty,
                    "\(expectation): nothing of it is kept but itself")
                for name in view.attachments.map(\.name) {
                    #expect(
                        !name.contains("/") && !name.contains("\\") && !name.contains("\n") && !name.hasPrefix(".")
                            && !name.isEmpty)
                    #expect(!name.contains("\u{202E}") && !name.hasPrefix("=") && !name.hasSuffix(".exe"))
                }
                try await office.keeps(bytes, of: view.id)
            }
            #expect(try await office.count("SELECT count(*) AS n FROM incoming_document") == 0)
            #expect(await office.workflow.health().isHealthy, "the service is unharmed")
            let left = try FileManager.default.contentsOfDirectory(atPath: office.folder + "/incoming")
            #expect(left.isEmpty, "no temporary file is left: \(left)")
            var after: Int?
            var listed = 0
            repeat {
                let page = try await office.workflow.intakes(.faulty, after: after, by: clerk)
                #expect(page.items.allSatisfy { $0.fault != nil })
                listed += page.items.count
                after = page.next
            } while after != nil
            #expect(listed == (try await office.count("SELECT count(*) AS n FROM intake WHERE state = 'faulty'")))
        }
    }

    @Test("that is no XML at all, or much too large, is kept and named")
    func other() async throws {
        try await withOffice({ $0.largestFile = 1 << 20 }) { office in
            let people = try await People(office)
            for (text, fault) in [("không phải XML", "malformed"), ("<a/>", "schema")] {
                let view = try await office.workflow.takeIn(
                    try office.file("a.edxml", Array(text.utf8)), by: people.clerk)
                #expect(view.state == .faulty && view.faultCode == fault)
            }
            let upload = try office.workflow.beginFile(named: "lớn.edxml")
            #expect(throws: WorkflowError.self) {
                try [UInt8](repeating: 60, count: (1 << 20) + 1).withUnsafeBytes { try upload.write($0) }
            }
            let beginning = try upload.finish(cut: true)
            #expect(beginning.size == 1 << 20)
            let view = try await office.workflow.takeIn(beginning, by: people.clerk)
            #expect(view.state == .faulty && view.faultCode == "too-large")
            let left = try FileManager.default.contentsOfDirectory(atPath: office.folder + "/incoming")
            #expect(left.isEmpty)
        }
    }
}
