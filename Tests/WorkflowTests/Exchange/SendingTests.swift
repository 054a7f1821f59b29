import Exchange
import Foundation
import Postgres
import Records
import TestOffice
import Testing

@testable import Workflow

@Suite("Sending a document to other agencies")
struct SendingTests {
    @Test("writes an envelope that a reader takes, and posts it to each recipient once")
    func sends() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await office.directory(people)
            let id = try await office.draft(people, to: ["h99.01", "H99.02", "H99.03"])
            let draft = try await office.workflow.dispatch(id, by: people.leader)
            #expect(draft.state == .draft && draft.chosen.map(\.code) == ["H99.01", "H99.02", "H99.03"])
            let key = try office.key("sending")
            let last = try await office.lastEvent
            try await office.workflow.sendDispatch(id, seen: 1, by: people.clerk, key: key)
            try await office.workflow.sendDispatch(id, seen: 1, by: people.clerk, key: key)
            #expect(
                try await office.events(after: last).map(\.summary) == ["dispatch.sent"], "pressed twice, done once")
            let view = try await office.workflow.dispatch(id, by: people.headA)
            #expect(view.state == .sent && view.documentCode == draft.documentCode && view.version == 2)
            #expect(
                view.recipients.map(\.peer) == ["a", "a", "b"] && view.recipients.allSatisfy { $0.sending == .waiting })
            let digest = try #require(
                try await office.owner.row("SELECT digest FROM dispatch WHERE id = \(id)") {
                    try $0["digest"] as [UInt8]
                })
            let name = digest.map { String(format: "%02x", $0) }.joined()
            let folder = office.folder + "/read"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let envelope = try EnvelopeReader(recipient: ["H99.02"]).read(
                file: "\(office.folder)/\(name.prefix(2))/\(name)", attachmentsInto: folder)
            #expect(envelope.kind == .new && envelope.documentID == view.documentCode && envelope.warnings.isEmpty)
            #expect(envelope.reference == "27/KH-BTV" && envelope.from.organID == "H99.18")
            #expect(envelope.to.map(\.organID) == ["H99.01", "H99.02", "H99.03"])
            #expect(envelope.attachments.map(\.name) == ["ke hoach.pdf"])
        }
    }

    @Test("refuses who is no recipient, who is one already, who takes no such size, and other people's hands")
    func refusals() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await office.directory(people)
            let flow = office.workflow
            try await office.refuses("fields: recipients not-in-directory", "dispatch.drafted", of: people.clerk) {
                try await office.draft(people, to: ["H00"])
            }
            let own = CorrespondentEntry(code: "H99.18", name: "Chính mình")
            _ = try await flow.enterCorrespondents([own], from: "test", by: people.administrator)
            let id = try await office.draft(people, to: ["H99.01"], bytes: 40_000)
            for code in ["H99.01", "h99.01", "H99.18"] {
                try await office.refuses(
                    code == "H99.18" ? "fields: recipients recipient-twice" : "fields: recipients recipient-twice",
                    "dispatch.changed", of: people.clerk
                ) { try await flow.chooseRecipients(id, adding: [code], seen: 1, by: people.clerk) }
            }
            // Chosen twice under its old code and its new one.
            var old = CorrespondentEntry(code: "000.00.01.H99", name: "Sở Nội vụ (mã cũ)")
            old.linked = "H99.01"
            old.peer = "a"
            _ = try await flow.enterCorrespondents([old], from: "test", by: people.administrator)
            try await office.refuses("fields: recipients recipient-twice", "dispatch.changed", of: people.clerk) {
                try await flow.chooseRecipients(id, adding: ["000.00.01.H99"], seen: 1, by: people.clerk)
            }
            let version = try await flow.chooseRecipients(id, adding: ["H99.03"], seen: 1, by: people.clerk)
            try await office.refuses("fields: recipients too-large-for-recipient", "dispatch.sent", of: people.clerk) {
                try await flow.sendDispatch(id, seen: version, by: people.clerk)
            }
            try await office.refuses("stale", "dispatch.sent", of: people.clerk) {
                try await flow.sendDispatch(id, seen: 1, by: people.clerk)
            }
            try await office.refuses("not-found", "dispatch.sent", of: people.foreignClerk) {
                try await flow.sendDispatch(id, seen: version, by: people.foreignClerk)
            }
            for other in [people.leader, people.headA, people.specialistA, people.auditor, people.administrator] {
                try await office.refuses("not-in-role", "dispatch.sent", of: other) {
                    try await flow.sendDispatch(id, seen: version, by: other)
                }
            }
            for other in [people.specialistA, people.auditor, people.administrator] {
                try await office.refuses("not-in-role", "dispatch.viewed", of: other) {
                    try await flow.dispatch(id, by: other)
                }
            }
        }
    }

    @Test("refuses whom none of the agency's own peers reaches, when chosen and when sent, and says what to do")
    func notReached() async throws {
        try await withOffice({ $0.exchange.carriers = ["a": "H99.18", "b": "H99.77"] }) { office in
            let people = try await People(office)
            try await office.directory(people)
            // Another agency's peer, and none at all.
            var lost = CorrespondentEntry(code: "H99.04", name: "Sở Y tế")
            lost.peer = "nobody"
            let unnamed = CorrespondentEntry(code: "H99.05", name: "Sở Tài chính")
            _ = try await office.workflow.enterCorrespondents([lost, unnamed], from: "more", by: people.administrator)
            for code in ["H99.03", "H99.04", "H99.05"] {
                try await office.refuses("fields: recipients not-reached", "dispatch.drafted", of: people.clerk) {
                    try await office.draft(people, to: [code])
                }
            }
            let id = try await office.draft(people, to: ["H99.01"])
            var moved = CorrespondentEntry(code: "H99.01", name: "Sở Nội vụ")
            moved.peer = "nobody"
            _ = try await office.workflow.enterCorrespondents([moved], from: "test", by: people.administrator)
            try await office.refuses("fields: recipients not-reached", "dispatch.sent", of: people.clerk) {
                try await office.workflow.sendDispatch(id, seen: 1, by: people.clerk)
            }
            #expect(FieldRule.notReached("Sở Y tế").sentence.english.contains("An administrator"))
        }
    }

    @Test("takes the default peer where the directory names none, and an agency's only one where that is another's")
    func ways() throws {
        var rules = ExchangeConfiguration()
        rules.carriers = ["a": "H1", "b": "H2", "c": "H3", "d": "H3"]
        #expect(rules.way(by: "", from: "H1") == nil, "no default")
        rules.defaultPeer = "a"
        #expect(rules.way(by: "", from: "H1") == "a" && rules.way(by: "", from: "H2") == "b")
        #expect(rules.way(by: "", from: "H3") == nil, "it has two")
        #expect(rules.way(by: "b", from: "H2") == "b" && rules.way(by: "b", from: "H1") == nil)
    }

    @Test("can be corrected and given up before it goes, and never afterwards")
    func drafts() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await office.directory(people)
            let flow = office.workflow
            let id = try await office.draft(people)
            let other = try office.file("moi.pdf", Array("%PDF-1.4 moi".utf8))
            _ = try await flow.changeDispatch(id, dispatchDetails("28"), files: [other], seen: 1, by: people.clerk)
            var view = try await flow.dispatch(id, by: people.clerk)
            #expect(view.details.number == "28" && view.attachments.map(\.name) == ["moi.pdf"] && view.version == 2)
            _ = try await flow.chooseRecipients(id, adding: [], removing: ["h99.01"], seen: 2, by: people.clerk)
            view = try await flow.dispatch(id, by: people.clerk)
            #expect(view.chosen.map(\.code) == ["H99.02"])
            try await flow.sendDispatch(id, seen: 3, by: people.clerk)
            try await office.refuses("dispatch-not-in-state", "dispatch.changed", of: people.clerk) {
                try await flow.changeDispatch(id, dispatchDetails("29"), seen: 4, by: people.clerk)
            }
            let abandoned = try await office.draft(people)
            try await flow.discardDispatch(abandoned, seen: 1, by: people.clerk)
            try await office.refuses("dispatch-not-in-state", "dispatch.sent", of: people.clerk) {
                try await flow.sendDispatch(abandoned, seen: 2, by: people.clerk)
            }
            let nobody = try await office.draft(people, to: [])
            try await office.refuses("fields: recipients required", "dispatch.sent", of: people.clerk) {
                try await flow.sendDispatch(nobody, seen: 1, by: people.clerk)
            }
        }
    }

    @Test("asks some of the recipients to give it back, to update or to replace it")
    func followUps() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await office.directory(people)
            let flow = office.workflow
            let id = try await office.sent(people)
            let original = try await flow.dispatch(id, by: people.clerk)
            try await office.refuses("fields: reason required", "dispatch.drafted", of: people.clerk) {
                try await flow.followUp(.recall, of: id, reason: " ", recipients: ["H99.01"], by: people.clerk)
            }
            try await office.refuses("fields: recipients not-in-directory", "dispatch.drafted", of: people.clerk) {
                try await flow.followUp(.recall, of: id, reason: "Nhầm", recipients: ["H99.03"], by: people.clerk)
            }
            for kind in [DispatchKind.recall, .update, .replace] {
                let draft = try await flow.followUp(
                    kind, of: id, reason: "Gửi nhầm phụ lục", recipients: ["H99.01"], by: people.clerk)
                if kind == .replace {
                    _ = try await flow.changeDispatch(
                        draft, dispatchDetails("30"), files: [try office.file("b.pdf", Array("%PDF-1.4 b".utf8))],
                        seen: 1, by: people.clerk)
                }
                let view = try await flow.dispatch(draft, by: people.clerk)
                try await flow.sendDispatch(draft, seen: view.version, by: people.clerk)
                #expect(view.chosen.map(\.code) == ["H99.01"] && view.concerns == id)
                #expect((view.documentCode == original.documentCode) == (kind != .replace))
                #expect(view.attachments.count == (kind == .recall ? 0 : 1))
            }
            let after = try await flow.dispatch(id, by: people.clerk)
            #expect(after.followers.map(\.kind) == [.recall, .update, .replace])
        }
    }
}
