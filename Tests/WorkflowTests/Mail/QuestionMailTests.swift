import Foundation
import Postgres
import Records
import TestOffice
import Testing

@testable import Workflow

@Suite("Saved questions and their daily mail")
struct QuestionMailTests {
    /// An office whose mail goes to files, through a program that ends as its folder says.
    private func posting(_ office: TestOffice, from: String = "congvan@example.vn") throws -> Workflow {
        let program = office.folder + "/sendmail"
        try """
        #!/bin/sh
        cd '\(office.folder)' || exit 75
        echo "$@" > mail.arguments
        [ -e mail.refuse ] && exit 75
        cat > "mail.$(ls | grep -c '^mail\\.[0-9]')"
        """.write(toFile: program, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        var configuration = Workflow.Configuration(conninfo: office.conninfo, connections: 2, files: office.folder)
        configuration.mail.program = program
        configuration.mail.from = from
        configuration.mail.office = "https://office.example.vn/"
        return try Workflow(configuration)
    }

    private func mails(_ office: TestOffice) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: office.folder).filter { $0.contains(/^mail\.[0-9]+$/) }
            .sorted().map { try String(contentsOfFile: "\(office.folder)/\($0)", encoding: .utf8) }
    }

    /// The text of a mail, and its headers unfolded.
    private func read(_ mail: String) throws -> (headers: [String], text: String) {
        let parts = mail.split(separator: "\n\n", maxSplits: 1).map(String.init)
        let body = try #require(Data(base64Encoded: parts[1], options: .ignoreUnknownCharacters))
        return (parts[0].split(separator: "\n").map(String.init), String(decoding: body, as: UTF8.self))
    }

    @Test("are kept, listed and removed by their auditor alone")
    func keep() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let draft = QuestionDraft(name: "Ngoài giờ", query: "question=q5&kind=refused")
            let key = try office.key("saving")
            let id = try await flow.saveQuestion(draft, by: people.auditor, key: key)
            #expect(try await flow.saveQuestion(draft, by: people.auditor, key: key) == id, "pressed twice")
            let kept = try await flow.savedQuestions(by: people.auditor)
            #expect(kept.map(\.name) == ["Ngoài giờ"] && kept.map(\.query) == ["question=q5&kind=refused"])
            #expect(await refusal { try await flow.saveQuestion(draft, by: people.leader) } == "not-in-role")
            #expect(await refusal { try await flow.removeQuestion(id, by: people.leader) } == "not-in-role")
            try await flow.removeQuestion(id, by: people.auditor)
            #expect(await refusal { try await flow.removeQuestion(id, by: people.auditor) } == "not-found")
            #expect(try await flow.savedQuestions(by: people.auditor).isEmpty)
            let events = try await office.events().filter { $0.action.hasPrefix("question.") }.map(\.summary)
            #expect(
                events == [
                    "question.saved", "question.saved refused: not-in-role", "question.removed refused: not-in-role",
                    "question.removed", "question.removed refused: not-found",
                ])
        }
    }

    @Test(
        "are refused where they cannot be read or mailed",
        arguments: [
            (QuestionDraft(name: " ", query: ""), "name required"),
            (QuestionDraft(name: String(repeating: "x", count: 201), query: ""), "name too-long"),
            (QuestionDraft(name: "x", query: "from=x"), "from not-a-day"),
            (QuestionDraft(name: "x", query: String(repeating: "a", count: 2001)), "query too-long"),
            (QuestionDraft(name: "x", query: "question=q6", mailTo: "a@b.vn"), "mailTo wrong"),
            (QuestionDraft(name: "x", query: "", mailTo: "a@b.vn\nBcc: c@d.vn"), "mailTo wrong"),
            (QuestionDraft(name: "x", query: "", mailTo: "a@b.vn,c@d.vn"), "mailTo wrong"),
            (QuestionDraft(name: "x", query: "", mailTo: "-oQ/tmp@b.vn"), "mailTo wrong"),
            (QuestionDraft(name: "x", query: "", mailTo: "<a@b.vn>"), "mailTo wrong"),
            (QuestionDraft(name: "x", query: "", mailTo: "không@b.vn"), "mailTo wrong"),
        ])
    func refused(draft: QuestionDraft, fault: String) async throws {
        try await withOffice { office in
            let people = try await People(office)
            #expect(
                await refusal { try await office.workflow.saveQuestion(draft, by: people.auditor) }
                    == "fields: \(fault)")
        }
    }

    @Test("are mailed once a day, with what came since")
    func mail() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = try posting(office)
            _ = try await flow.saveQuestion(
                QuestionDraft(
                    name: "Bị từ chối\r\nBcc: x@y.vn đến bây giờ", query: "question=q7", mailTo: "tra@example.vn"),
                by: people.auditor)
            _ = try await flow.saveQuestion(QuestionDraft(name: "Không gửi", query: "question=q5"), by: people.auditor)
            #expect(try await flow.mailQuestions().sent == 0, "nothing is due on the day it was saved")
            try await office.owner.write { transaction in
                try transaction.execute(
                    "INSERT INTO audit.event (actor_roles, channel, action, outcome, object_kind) VALUES ('', 'command', 'service.started', 'allowed', 'service')"
                )
                try transaction.execute("UPDATE saved_question SET mailed_through = now() - interval '2 days'")
                try transaction.execute(
                    """
                    INSERT INTO audit.event (at, agency_id, actor_id, actor_roles, channel, action, outcome, reason, object_kind)
                    SELECT now() - interval '1 day' - make_interval(days => n / 60 * 2), \(people.headB.officer.agency), \(people.headB.officer.id), 'unitHead', 'web',
                           'incoming.viewed', 'refused', 'not-found', 'incoming' FROM generate_series(1, 120) n
                    """)
            }
            let round = try await flow.mailQuestions()
            #expect(round.sent == 1 && round.failures.isEmpty, "\(round)")
            #expect(try await flow.mailQuestions().sent == 0, "once a day")
            let (headers, text) = try read(try #require(try mails(office).first))
            #expect(try mails(office).count == 1)
            #expect(try String(contentsOfFile: office.folder + "/mail.arguments", encoding: .utf8) == "-t -i\n")
            #expect(headers.contains("To: tra@example.vn") && headers.contains("From: congvan@example.vn"))
            #expect(!headers.contains { $0.hasPrefix("Bcc") } && headers.allSatisfy { $0.utf8.count <= 78 })
            #expect(headers.joined(separator: "\n").utf8.allSatisfy { $0 < 128 })
            #expect(text.contains("59 sự kiện") && text.contains("50 sự kiện mới nhất"), "\(text)")
            #expect(text.components(separatedBy: "Bùi Thị Bình | Xem văn bản (incoming.viewed)").count == 51)
            #expect(text.contains("https://office.example.vn/audit?question=q7"))
            let stages = try await office.events().filter { $0.action == "question.mailed" }
            #expect(stages.map { $0.detail["stage"] } == ["started", "done"])
            #expect(stages.allSatisfy { $0.actor == people.auditor.officer.id && $0.channel == "service" })
            await flow.shutdown()
        }
    }

    @Test("are tried again where the program fails, and not mailed to who is no auditor any more")
    func failing() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = try posting(office)
            _ = try await flow.saveQuestion(
                QuestionDraft(name: "Từ chối", query: "question=q7", mailTo: "tra@example.vn"), by: people.auditor)
            try "".write(toFile: office.folder + "/mail.refuse", atomically: true, encoding: .utf8)
            let failed = try await flow.mailQuestions(all: true)
            #expect(failed.sent == 0 && failed.failures.count == 1, "\(failed)")
            #expect(failed.failures.first?.contains("sendmail") == true)
            #expect(try await office.events().last { $0.action == "question.mailed" }?.outcome == "failed")
            try FileManager.default.removeItem(atPath: office.folder + "/mail.refuse")
            #expect(try await flow.mailQuestions(all: true).sent == 1)
            try await office.owner.write { transaction in
                try transaction.execute(
                    "INSERT INTO audit.event (actor_roles, channel, action, outcome, object_kind) VALUES ('', 'command', 'service.started', 'allowed', 'service')"
                )
                try transaction.execute("UPDATE officer SET active = false WHERE id = \(people.auditor.officer.id)")
            }
            #expect(try await flow.mailQuestions(all: true).sent == 0)
            await flow.shutdown()
            let dumb = try posting(office, from: "")
            #expect(!dumb.canMail && office.workflow.canMail == false)
            #expect(await refusal { try await dumb.mailQuestions() } != nil)
            await dumb.shutdown()
        }
    }

    @Test(
        "have subjects of any characters in lines of their own",
        arguments: [
            "", "plain", "Đăng nhập không thành công", String(repeating: "ở", count: 300), "a\r\nBcc: b",
            "\u{1F468}\u{200D}\u{1F469}",
        ])
    func subjects(subject: String) throws {
        let encoded = MailMessage.encoded(subject)
        var decoded = Data()
        for word in encoded.split(separator: "\n") {
            let line = word.hasPrefix(" ") ? String(word.dropFirst()) : String(word)
            #expect(line.hasPrefix("=?utf-8?B?") && line.hasSuffix("?=") && line.utf8.count <= 75)
            decoded += try #require(Data(base64Encoded: String(line.dropFirst(10).dropLast(2))))
        }
        #expect(String(decoding: decoded, as: UTF8.self) == subject)
    }
}
