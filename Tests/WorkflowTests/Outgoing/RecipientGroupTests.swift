import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("Groups and lists of recipients")
struct RecipientGroupTests {
    private func withDirectory(_ body: (TestOffice, People) async throws -> Void) async throws {
        try await withOffice({
            $0.exchange.carriers = ["a": "H99.18", "b": "H99.18"]
            $0.exchange.defaultPeer = "a"
        }) { office in
            let people = try await People(office)
            try await office.directory(people)
            try await body(office, people)
        }
    }

    @Test("are made, renamed, changed and removed, each on record, and names are there once")
    func life() async throws {
        try await withDirectory { office, people in
            let flow = office.workflow
            let id = try await flow.keepGroup(named: " Các sở ", codes: ["h99.01"], by: people.specialistA)
            #expect(try await flow.recipientGroups(by: people.clerk).map(\.name) == ["Các sở"])
            #expect(
                try await flow.recipientGroups(by: people.clerk).first?.codes == ["H99.01"],
                "as the directory writes it")
            #expect(
                await refusal { try await flow.keepGroup(named: "Các sở", codes: ["H99.02"], by: people.clerk) }
                    == "taken")
            let other = try await flow.keepGroup(named: "Các xã", codes: ["H99.02"], by: people.clerk)

            let version = try await flow.changeGroup(
                id, named: "Các sở, ngành", codes: ["H99.01", "H99.03"], seen: 1, by: people.clerk)
            #expect(version == 2)
            #expect(
                await refusal {
                    try await flow.changeGroup(id, named: "X", codes: ["H99.01"], seen: 1, by: people.clerk)
                } == "stale")
            #expect(
                await refusal {
                    try await flow.changeGroup(
                        other, named: "Các sở, ngành", codes: ["H99.02"], seen: 1, by: people.clerk)
                } == "taken")
            #expect(
                await refusal { try await flow.keepGroup(named: "", codes: ["H99.01"], by: people.clerk) }
                    == "fields: name required")
            #expect(
                await refusal { try await flow.keepGroup(named: "Y", codes: [], by: people.clerk) }
                    == "fields: recipients required")
            #expect(
                await refusal { try await flow.keepGroup(named: "Y", codes: ["H0"], by: people.clerk) }
                    == "fields: recipients not-in-directory")
            #expect(
                await refusal { try await flow.keepGroup(named: "Y", codes: ["H99.01"], by: people.auditor) }
                    == "not-in-role")

            try await flow.removeGroup(id, seen: 2, by: people.clerk)
            #expect(try await flow.recipientGroups(by: people.clerk).map(\.name) == ["Các xã"])
            #expect(await refusal { try await flow.removeGroup(id, seen: 2, by: people.clerk) } == "not-found")
            _ = try await flow.keepGroup(named: "Các sở, ngành", codes: ["H99.01"], by: people.clerk)
        }
    }

    @Test("say of each agency that is chosen what stands in its way")
    func chosen() async throws {
        try await withDirectory { office, people in
            let said = try await office.workflow.agencies(
                chosen: ["h99.02", "H99.77", "000.00.01.H99", "H99.02"], by: people.clerk)
            #expect(said.map(\.name) == ["Hội Liên hiệp Phụ nữ xã Thử", "", "", "Hội Liên hiệp Phụ nữ xã Thử"])
            #expect(said.map { $0.fault?.code } == [nil, "not-in-directory", "not-in-directory", "recipient-twice"])
        }
    }

    @Test("from a file are taken whole, or not at all with each faulty line")
    func list() async throws {
        try await withDirectory { office, people in
            let flow = office.workflow
            func read(_ text: String, takingPost: Bool = true) async throws -> ReadRecipients {
                try await flow.recipients(
                    listedIn: try office.file("ds.csv", Array(text.utf8)), takingPost: takingPost, by: people.clerk)
            }
            let good = try await read("mã định danh,tên,địa chỉ\nh99.01,,\n,Công ty Một,1 Trần Phú\n")
            #expect(good.agencies == ["H99.01"] && good.faults.isEmpty)
            #expect(good.post == [.post(name: "Công ty Một", address: "1 Trần Phú")])
            let bad = try await read("ma\nH99.01\nH99.77\nH99.02\nH99.78\n", takingPost: false)
            #expect(bad.faults.map(\.line) == [3, 5] && bad.agencies.isEmpty)
            let large = [UInt8](repeating: UInt8(ascii: "a"), count: RecipientList.largest + 1)
            #expect(
                await refusal {
                    try await flow.recipients(
                        listedIn: try office.file("lon.csv", large), takingPost: true, by: people.clerk)
                } == "file-refused")
            #expect(
                await refusal {
                    try await flow.recipients(
                        listedIn: try office.file("a.csv", Array("ma".utf8)), takingPost: true, by: people.auditor)
                } == "not-in-role")
        }
    }

    @Test("of two thousand get one document, each an envelope")
    func many() async throws {
        try await withDirectory { office, people in
            let entries = (1...2000).map { place in
                var entry = CorrespondentEntry(code: "K\(place)", name: "Xã thứ \(place)")
                entry.peer = "a"
                return entry
            }
            _ = try await office.workflow.enterCorrespondents(entries, from: "test", by: people.administrator)
            let codes = entries.map(\.code)
            let group = try await office.workflow.keepGroup(named: "Tất cả các xã", codes: codes, by: people.clerk)
            #expect(
                try await office.workflow.recipientGroups(by: people.clerk).first { $0.id == group }?.codes == codes)
            var details = OutgoingDetails(signedBy: people)
            details.recipients = codes.map { .agency(code: $0) }
            let begin = ContinuousClock.now
            let id = try await office.issued(people, details)
            print("a document to 2000 agencies, from draft to issue: \(ContinuousClock.now - begin)")
            let view = try await office.workflow.outgoing(id, by: people.clerk)
            #expect(view.step == .issued && view.recipients.count == 2000)
            #expect(try await office.count("SELECT count(*) AS n FROM outgoing_envelope") == 2000)
            details.recipients.append(.agency(code: "H99.01"))
            #expect(await refusal { try await office.drafted(people, details) } == "fields: recipients out-of-range")
        }
    }

    @Test("and signers: as many as the office allows sign in order")
    func signers() async throws {
        try await withOffice({ $0.outgoing.mostSigners = 4 }) { office in
            let people = try await People(office)
            var details = OutgoingDetails(signedBy: people)
            var callers: [Int] = []
            for place in 1...5 {
                let login = "nguoi.ky.\(place)"
                _ = try await office.workflow.addOfficer(
                    NewOfficer(
                        login: login, name: "Người Ký \(place)", position: "Phó", unit: nil, roles: [.leader],
                        password: "mat-khau-thu-nghiem"), by: .service(in: people.clerk.officer.agency))
                callers.append(try await office.caller(login).officer.id)
            }
            details.signatories = callers.map { Signatory(officer: $0, kind: .sign) }
            #expect(await refusal { try await office.drafted(people, details) } == "fields: signatories out-of-range")
            details.signatories.removeLast()
            let id = try await office.drafted(people, details)
            _ = try await office.workflow.submitOutgoing(id, seen: 1, by: people.specialistA)
            _ = try await office.workflow.approveContent(of: id, seen: 2, by: people.headA)
            _ = try await office.workflow.approveFormat(of: id, seen: 3, by: people.clerk)
            for version in 4...7 {
                let view = try await office.workflow.outgoing(id, by: people.clerk)
                #expect(view.signatories.firstIndex(where: \.isNext) == version - 4)
                _ = try await office.workflow.recordSigned(id, seen: version, by: people.clerk)
            }
            #expect(try await office.workflow.outgoing(id, by: people.clerk).step == .numbering)
        }
    }

    @Test("and attachments that a drafter leaves out no longer go with the draft, and stay on record")
    func leavingOut() async throws {
        try await withOffice { office in
            let people = try await People(office)
            var draft = OutgoingDraft()
            draft.details = OutgoingDetails(signedBy: people)
            draft.text = OutgoingText(try office.pdf())
            draft.files = [try office.file("a.txt", Array("a".utf8)), try office.file("b.txt", Array("b".utf8))]
            let id = try await office.workflow.draftOutgoing(draft, by: people.specialistA)
            let files = try await office.workflow.outgoing(id, by: people.specialistA).attachments.map(\.file)
            _ = try await office.workflow.reviseOutgoing(
                id, draft.details, without: [files[0].id], seen: 1, by: people.specialistA)
            let left = try await office.workflow.outgoing(id, by: people.specialistA).attachments.map(\.file.name)
            #expect(left == ["b.txt"])
            #expect(
                try await office.count("SELECT count(*) AS n FROM attachment WHERE dropped_at IS NOT NULL") == 1)
            let other = try await office.drafted(people)
            #expect(
                await refusal {
                    try await office.workflow.reviseOutgoing(
                        other, draft.details, without: [files[1].id], seen: 1, by: people.specialistA)
                } == "not-found")
        }
    }
}
