import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("Registering an incoming document")
struct RegisteringTests {
    @Test("gives it the register's next number and keeps every field as it was typed")
    func registers() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let full = Self.everyField()
            let entry = try await office.workflow.registerIncoming(Registration(details: full), by: people.clerk)
            let year = try await office.count(
                "SELECT extract(year FROM now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::int AS n")
            #expect(entry.number == 1 && entry.year == year && entry.register == "Sổ văn bản đến")

            let view = try await office.workflow.incoming(entry.document, by: people.clerk)
            #expect(view.details == full)
            #expect(view.state == .received && view.version == 1 && view.number == 1 && view.source == "paper")
            #expect(view.registeredBy == "Trần Thị Văn" && view.attachments.isEmpty && view.assignments.isEmpty)
        }
    }

    static func everyField() -> IncomingDetails {
        var full = details("07", subject: "Về “Đề án” <b>1</b> & 'hai'; --")
        full.senderCode = "H99.18.01"
        full.signerName = "Nguyễn Văn Ký"
        full.signerPosition = "Phó Chủ tịch"
        full.signerCompetence = "KT. CHỦ TỊCH"
        full.urgency = .veryUrgent
        full.dueOn = Day(year: 2026, month: 4, day: 1)
        full.pages = 12
        full.copies = 2
        full.note = "dòng một\ndòng hai"
        return full
    }

    @Test("is on record with the number that it gave")
    func isOnRecord() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let last = try await office.lastEvent
            let entry = try await office.workflow.registerIncoming(Registration(details: details()), by: people.clerk)
            let events = try await office.events(after: last)
            #expect(events.map(\.summary) == ["incoming.registered"])
            let event = try #require(events.first)
            #expect(event.isOf(people.clerk) && event.document == entry.document && event.version == 1)
            #expect(
                event.object == "incoming/\(entry.document)"
                    && event.detail == ["number": "1", "year": "\(entry.year)"])
        }
    }

    @Test("tells every fault at once and writes nothing")
    func faults() async throws {
        try await withOffice { office in
            let people = try await People(office)
            var bad = IncomingDetails()
            bad.typeName = "Chiếu"
            bad.arrivedOn = Day(year: 2999, month: 1, day: 1)
            bad.pages = -1
            bad.secrecy = .topSecret
            let expected =
                "fields: senderName required, number required, subject required, typeName unknown-choice, secrecy classified, "
                + "arrivedOn in-the-future, issuedOn required, pages out-of-range"
            try await office.refuses(expected, "incoming.registered", of: people.clerk) {
                try await office.workflow.registerIncoming(Registration(details: bad), by: people.clerk)
            }
        }
    }

    @Test("refuses what is classified", arguments: [SecrecyLevel.secret, .topSecret, .mostSecret])
    func classified(level: SecrecyLevel) async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await office.refuses("fields: secrecy classified", "incoming.registered", of: people.clerk) {
                try await office.register(by: people.clerk) { $0.secrecy = level }
            }
        }
    }

    @Test("is for registrars only, and for those of an agency that has a register")
    func roles() async throws {
        try await withOffice { office in
            let people = try await People(office)
            for caller in [people.leader, people.headA, people.specialistA, people.auditor, people.administrator] {
                try await office.refuses("not-in-role", "incoming.registered", of: caller) {
                    try await office.register(by: caller)
                }
            }
            try await office.refuses("register-missing", "incoming.registered", of: people.clerk) {
                try await office.workflow.registerIncoming(
                    Registration(details: details(), register: 999), by: people.clerk)
            }
            let foreign = try #require(try await office.workflow.registers(for: people.foreignClerk).first)
            try await office.refuses("register-missing", "incoming.registered", of: people.clerk) {
                try await office.workflow.registerIncoming(
                    Registration(details: details(), register: foreign.id), by: people.clerk)
            }
        }
    }

    @Test("keeps the scans that came with it, and says that it is one")
    func scans() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let files = [
                try office.file("trang 1.txt", Array("một".utf8)), try office.file("trang 2.txt", Array("hai".utf8)),
            ]
            let entry = try await office.workflow.registerIncoming(
                Registration(details: details(), files: files), by: people.clerk)
            let view = try await office.workflow.incoming(entry.document, by: people.clerk)
            #expect(view.source == "scan" && view.attachments.map(\.name) == ["trang 1.txt", "trang 2.txt"])
        }
    }
}

@Suite("A document that may be there already")
struct DuplicateTests {
    @Test("is shown: the same number, symbol, date and sender, however they are written")
    func reference() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let first = try await office.register("7", by: people.clerk)
            try await office.refuses("possible-duplicate", "incoming.registered", of: people.clerk2) {
                try await office.register("07", by: people.clerk2) {
                    $0.notation = "kh-ubnd"
                    $0.senderName = "ỦY BAN  NHÂN DÂN TỈNH"
                }
            }
            do {
                _ = try await office.register("07", by: people.clerk2)
            } catch WorkflowError.duplicates(let found) {
                #expect(
                    found.map(\.document) == [first] && found.map(\.reason) == [.reference] && found.first?.number == 1)
            }
            _ = try await office.register("07", by: people.clerk) { $0.senderName = "Sở Y tế" }
            _ = try await office.register("07", by: people.clerk) { $0.issuedOn = Day(year: 2026, month: 3, day: 1) }
            _ = try await office.register("8", by: people.clerk)
        }
    }

    @Test("is registered once somebody has looked")
    func acknowledged() async throws {
        try await withOffice { office in
            let people = try await People(office)
            _ = try await office.register(by: people.clerk)
            let again = Registration(details: details(), acknowledgeDuplicates: true)
            #expect(try await office.workflow.registerIncoming(again, by: people.clerk).number == 2)
        }
    }

    @Test("is shown when it is the same file")
    func file() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let file = try office.file("a.txt", Array("cùng nội dung".utf8))
            let first = Registration(details: details("1"), files: [file])
            let entry = try await office.workflow.registerIncoming(first, by: people.clerk)
            let copy = Registration(
                details: details("2"), files: [try office.file("b.txt", Array("cùng nội dung".utf8))])
            do {
                _ = try await office.workflow.registerIncoming(copy, by: people.clerk)
                Issue.record("it was registered again")
            } catch WorkflowError.duplicates(let found) {
                #expect(found.map(\.document) == [entry.document] && found.map(\.reason) == [.file])
            }
            let intake = try await office.workflow.takeIn(file, by: people.clerk)
            #expect(intake.duplicates.map(\.document) == [entry.document], "the page of what waits says so too")
        }
    }

    @Test("is not looked for in another agency")
    func otherAgency() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let file = try office.file("a.txt", Array("cùng nội dung".utf8))
            let registration = Registration(details: details(), files: [file])
            _ = try await office.workflow.registerIncoming(registration, by: people.foreignClerk)
            #expect(try await office.workflow.registerIncoming(registration, by: people.clerk).number == 1)
        }
    }
}
