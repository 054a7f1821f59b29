import Postgres
import Records
import Synchronization
import TestOffice
import Testing
import Workflow

@Suite("Looking at something")
struct LookingTests {
    @Test("is on record before the answer: documents, lists, searches, files, dossiers, the trail itself")
    func isOnRecord() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.wholeStory(people)
            let view = try await flow.incoming(id, by: people.clerk)
            let file = try #require(view.attachments.first?.id)
            let dossier = try #require(view.dossiers.first?.id)
            let intake = try #require(try await flow.intakes(.registered, by: people.clerk).items.first?.id)
            var search = IncomingFilter()
            search.text = "khởi nghiệp phụ nữ"

            func leaves(
                _ expected: String, _ object: String, document: Int? = nil, version: Int? = nil,
                detail: [String: String] = [:],
                by caller: Caller, sourceLocation: SourceLocation = #_sourceLocation, _ look: () async throws -> Void
            ) async throws {
                let last = try await office.lastEvent
                try await look()
                let events = try await office.events(after: last)
                let event = try #require(events.first, sourceLocation: sourceLocation)
                #expect(events.map(\.summary) == [expected] && event.isOf(caller), sourceLocation: sourceLocation)
                #expect(
                    event.object == object && event.document == document && event.version == version,
                    sourceLocation: sourceLocation)
                #expect(event.detail == detail, sourceLocation: sourceLocation)
            }

            try await leaves(
                "incoming.viewed", "incoming/\(id)", document: id, version: view.version, by: people.specialistA
            ) {
                _ = try await flow.incoming(id, by: people.specialistA)
            }
            try await leaves("file.opened", "attachment/\(file)", document: id, by: people.leader) {
                _ = try await flow.openFile(file, by: people.leader)
            }
            try await leaves("incoming.listed", "incoming", by: people.headA) {
                _ = try await flow.incomingList(IncomingFilter(), by: people.headA)
            }
            try await leaves("incoming.searched", "incoming", detail: ["words": "4"], by: people.clerk) {
                _ = try await flow.incomingList(search, by: people.clerk)
            }
            try await leaves("incoming.listed", "incoming", detail: ["box": "lead"], by: people.specialistB) {
                _ = try await flow.work(.lead, by: people.specialistB)
            }
            try await leaves("intake.listed", "intake", detail: ["state": "faulty"], by: people.clerk) {
                _ = try await flow.intakes(.faulty, by: people.clerk)
            }
            try await leaves("intake.viewed", "intake/\(intake)", by: people.clerk) {
                _ = try await flow.intake(intake, by: people.clerk)
            }
            try await leaves("dossier.listed", "dossier", by: people.clerk) {
                _ = try await flow.dossiers(matching: "ho so", by: people.clerk)
            }
            try await leaves("dossier.viewed", "dossier/\(dossier)", by: people.clerk) {
                _ = try await flow.dossier(dossier, by: people.clerk)
            }
            var filter = TrailFilter()
            filter.officer = people.clerk.officer.id
            filter.outcome = .refused
            let detail = ["officer": "\(people.clerk.officer.id)", "outcome": "refused"]
            try await leaves("audit.read", "trail", detail: detail, by: people.auditor) {
                _ = try await flow.trail(filter, by: people.auditor)
            }
        }
    }

    @Test("that is refused is on record with the rule that said no")
    func refusals() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.wholeStory(people)
            let file = try #require(try await flow.incoming(id, by: people.clerk).attachments.first?.id)
            try await office.refuses("not-found", "incoming.viewed", of: people.specialistB) {
                try await flow.incoming(id, by: people.specialistB)
            }
            try await office.refuses("not-found", "incoming.viewed", of: people.clerk) {
                try await flow.incoming(999_999, by: people.clerk)
            }
            try await office.refuses("not-found", "file.opened", of: people.specialistB) {
                try await flow.openFile(file, by: people.specialistB)
            }
            try await office.refuses("not-in-role", "incoming.listed", of: people.auditor) {
                try await flow.incomingList(IncomingFilter(), by: people.auditor)
            }
            try await office.refuses("not-in-role", "incoming.listed", of: people.specialistA) {
                try await flow.work(.decide, by: people.specialistA)
            }
            try await office.refuses("not-in-role", "intake.listed", of: people.leader) {
                try await flow.intakes(.waiting, by: people.leader)
            }
            try await office.refuses("not-in-role", "intake.viewed", of: people.leader) {
                try await flow.intake(1, by: people.leader)
            }
            try await office.refuses("not-in-role", "dossier.listed", of: people.administrator) {
                try await flow.dossiers(by: people.administrator)
            }
            for caller in [people.clerk, people.leader, people.headA, people.specialistA, people.administrator] {
                try await office.refuses("not-in-role", "audit.read", of: caller) {
                    try await flow.trail(TrailFilter(), by: caller)
                }
                try await office.refuses("not-in-role", "audit.exported", of: caller) {
                    try await flow.exportTrail(TrailFilter(), by: caller)
                }
            }
        }
    }

    /// Every text that a person can type is a word that occurs nowhere else; none of them may reach the trail.
    @Test("and acting leave no name, subject, word or content in the trail")
    func noContent() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let scan = try office.file("kwfilename.txt", Array("kwcontent".utf8))
            let intake = try await flow.takeIn(scan, by: people.clerk)
            let refused = try await flow.takeIn(scan, by: people.clerk)
            try await flow.refuseIntake(refused.id, reason: "kwreason", by: people.clerk)
            let faulty = try await flow.takeIn(
                try office.file("kwfaulty.edxml", Array("<kwelement".utf8)), by: people.clerk)
            #expect(faulty.state == .faulty)
            var details = RegisteringTests.everyField()
            details.senderName = "kwsender"
            details.number = "kwnumber"
            details.notation = "kwnotation"
            details.subject = "kwsubject"
            details.signerName = "kwsigner"
            details.note = "kwnote"
            details.issuedOn = Day(year: 2026, month: 3, day: 1)
            let id = try await flow.registerIncoming(
                Registration(details: details, intake: intake.id), by: people.clerk
            ).document
            let order = AssignmentOrder(lead: people.specialistA.asAssignee, instruction: "kwinstruction")
            _ = try await flow.assign(id, order, seen: 1, by: people.leader)
            _ = try await flow.reportProgress(id, text: "kwreport", by: people.specialistA)
            _ = try await flow.complete(id, result: "kwresult", seen: 3, by: people.specialistA)
            _ = try await flow.reopen(id, reason: "kwreopen", seen: 4, by: people.leader)
            _ = try await flow.complete(id, result: "kwresult", seen: 5, by: people.specialistA)
            let dossier = try await flow.openDossier(DossierPlan("kwcode", "kwtitle"), by: people.clerk)
            _ = try await flow.file(id, in: dossier, seen: 6, by: people.clerk)
            _ = try await flow.dossiers(matching: "kwdossiersearch", by: people.clerk)
            var search = IncomingFilter()
            search.text = "kwsearch"
            _ = try await flow.incomingList(search, by: people.clerk)
            let origin = Origin(channel: .web, source: "192.0.2.9")
            for login in ["kwlogin", "van.thu"] {
                _ = await refusal {
                    try await flow.signIn(login: login, password: "kwpassword", from: origin, kind: .web)
                }
            }
            let new = NewOfficer(
                login: "kwnewlogin", name: "kwname", position: "kwposition", unit: nil, roles: [.specialist],
                password: "kwpassword kwpassword")
            _ = try await flow.addOfficer(new, by: people.administrator)

            #expect(try await office.count("SELECT count(*) AS n FROM audit.event e WHERE e::text ILIKE '%kw%'") == 0)
            #expect(
                try await office.count(
                    "SELECT count(*) AS n FROM audit.event e WHERE e::text ~ '(Trần|Nguyễn Thị Lan|Đỗ Thị)'") == 0)
            for format in TrailFormat.allCases.map(Optional.some) + [nil] {
                let lines = LockedText()
                _ = try await flow.exportTrail(TrailFilter(), as: format, by: people.auditor) { lines.append($0) }
                #expect(!lines.text.isEmpty && !lines.text.lowercased().contains("kw"), "\(format?.rawValue ?? "csv")")
            }
            #expect(
                try await office.count("SELECT count(*) AS n FROM incoming_document e WHERE e::text LIKE '%kwsubject%'")
                    == 1, "the canaries live")
        }
    }
}

/// Text that grows from anywhere.
private final class LockedText: Sendable {
    private let held = Mutex("")
    var text: String { held.withLock { $0 } }
    func append(_ more: String) { held.withLock { $0 += more } }
}
