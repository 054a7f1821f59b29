import Foundation
import Postgres
import Records
import TestOffice
import Testing

@testable import Workflow

@Suite("Passwords")
struct PasswordTests {
    @Test("are the same however their marks are typed, and differ in everything else")
    func normal() throws {
        let hash = try Passwords.hash("Mật khẩu rất dài", cost: 10)
        #expect(hash.wholeMatch(of: #/\$scrypt\$ln=10,r=8,p=1\$[A-Za-z0-9+\/=]{24}\$[A-Za-z0-9+\/=]{44}/#) != nil)
        #expect(Workflow.Configuration(conninfo: "", files: "").passwordCost == 15, "2^15, as OWASP advises for 32 MB")
        #expect(try Passwords.verify("Mật khẩu rất dài".decomposed, hash))
        #expect(try !Passwords.verify("Mat khau rat dai", hash) && !Passwords.verify("mật khẩu rất dài", hash))
        #expect(try Passwords.hash("Mật khẩu rất dài", cost: 10) != hash, "each has its own salt")
    }

    @Test("may be long, and are compared to the last character")
    func long() throws {
        let password = String(repeating: "ế", count: 127)
        let hash = try Passwords.hash(password + "a", cost: 10)
        #expect(try Passwords.verify(password + "a", hash) && !Passwords.verify(password + "b", hash))
    }

    @Test(
        "are none where the hash is damaged or empty",
        arguments: [
            "", "$", "$scrypt$$$", "$scrypt$ln=15,r=8,p=1$AAAA$", "$md5$ln=1$AAAA$AAAA",
            "$scrypt$ln=15,r=8,p=1$!!$AAAA",
        ])
    func damaged(hash: String) throws { #expect(try !Passwords.verify("", hash)) }

    @Test("have 12 to 128 characters of any kind")
    func lengths() {
        #expect(
            NewOfficer.faults(inPassword: String(repeating: "a", count: 11)) == [
                FieldFault("password", .lengthOutOfRange(12...128))
            ])
        #expect(NewOfficer.faults(inPassword: String(repeating: "ế".decomposed, count: 12)).isEmpty)
        #expect(NewOfficer.faults(inPassword: String(repeating: " ", count: 128)).isEmpty)
        #expect(!NewOfficer.faults(inPassword: String(repeating: "a", count: 129)).isEmpty)
    }
}

@Suite("Keeping accounts")
struct AccountsTests {
    private func officer(_ login: String, _ roles: Set<Role> = [.specialist]) -> NewOfficer {
        NewOfficer(
            login: login, name: " Người Mới ", position: "Chuyên viên", unit: "Ban A", roles: roles,
            password: "mot mat khau moi")
    }

    @Test("makes one, who can sign in, and is on record")
    func adds() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let last = try await office.lastEvent
            let id = try await office.workflow.addOfficer(officer("nguoi.moi"), by: people.administrator)
            let event = try #require(try await office.events(after: last).first)
            #expect(
                event.summary == "account.created" && event.isOf(people.administrator)
                    && event.object == "officer/\(id)")
            let found = try #require(
                try await office.workflow.officers(by: people.administrator).first { $0.officer.id == id })
            #expect(
                found.officer.name == "Người Mới" && found.unitName == "Ban A" && found.active
                    && found.officer.roles == [.specialist])
            _ = try await office.workflow.signIn(
                login: "nguoi.moi", password: "mot mat khau moi", from: Origin(channel: .web, source: "192.0.2.7"),
                kind: .web)
            #expect(try await office.workflow.officer(login: "nguoi.moi")?.id == id)
            #expect(try await office.workflow.officer(login: "khong.co") == nil)
        }
    }

    @Test("is refused with every fault at once, for a login that is taken, and for a unit of nobody")
    func refused() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let bad = NewOfficer(login: "A b", name: " ", position: "", unit: nil, roles: [], password: "ngắn")
            let expected = "fields: login required, name required, roles required, password length-out-of-range"
            try await office.refuses(expected, "account.created", of: people.administrator) {
                try await office.workflow.addOfficer(bad, by: people.administrator)
            }
            try await office.refuses("taken", "account.created", of: people.administrator) {
                try await office.workflow.addOfficer(officer("van.thu"), by: people.administrator)
            }
            try await office.refuses("fields: roles chosen-twice", "account.created", of: people.administrator) {
                try await office.workflow.addOfficer(officer("moi", [.auditor, .registrar]), by: people.administrator)
            }
            var lost = officer("moi")
            lost.unit = "Phòng Khác"
            try await office.refuses("fields: unit unknown-choice", "account.created", of: people.administrator) {
                [lost] in
                try await office.workflow.addOfficer(lost, by: people.administrator)
            }
            try await office.refuses("fields: roles chosen-twice", "account.roles-changed", of: people.administrator) {
                try await office.workflow.setRoles(
                    of: "van.thu", to: [.administrator, .leader], by: people.administrator)
            }
            try await office.refuses("fields: roles required", "account.roles-changed", of: people.administrator) {
                try await office.workflow.setRoles(of: "van.thu", to: [], by: people.administrator)
            }
            try await office.refuses(
                "fields: password length-out-of-range", "account.password-changed", of: people.administrator
            ) {
                try await office.workflow.setPassword(of: "van.thu", to: "ngắn", by: people.administrator)
            }
        }
    }

    @Test("is for administrators, and for their own agency")
    func roles() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            try await office.refuses("not-in-role", "account.created", of: people.leader) {
                try await flow.addOfficer(officer("moi"), by: people.leader)
            }
            for caller in [people.clerk, people.leader, people.headA, people.specialistA, people.auditor] {
                try await office.refuses("not-in-role", "account.roles-changed", of: caller) {
                    try await flow.setRoles(of: "van.thu", to: [.leader], by: caller)
                }
                try await office.refuses("not-in-role", "account.changed", of: caller) {
                    try await flow.setActive(of: "van.thu", false, by: caller)
                }
                #expect(await refusal { try await flow.officers(by: caller) } == "not-in-role")
            }
            for login in ["van.thu.khac", "khong.co"] {
                try await office.refuses("not-found", "account.changed", of: people.administrator) {
                    try await flow.setActive(of: login, false, by: people.administrator)
                }
            }
            #expect(
                try await flow.officers(by: people.administrator).allSatisfy {
                    $0.officer.agency == people.administrator.officer.agency
                })
        }
    }

    @Test("of an agency can be set up again with more units, and keeps what is there")
    func founding() async throws {
        try await withOffice { office in
            let again = try await office.workflow.foundAgency(
                code: "H99.18", name: "Tên khác", units: ["Ban A", "Ban C"])
            #expect(again.name == "Hội Liên hiệp Phụ nữ tỉnh Mẫu")
            let people = try await People(office)
            #expect(
                try await office.workflow.directory(for: people.clerk).units.map(\.name).sorted() == [
                    "Ban A", "Ban B", "Ban C", "Văn phòng",
                ])
            #expect(
                try await office.workflow.agencies().map(\.code) == ["H99.18", "H99.77"], "correspondents are none")
            #expect(try await office.workflow.agency(code: "H99.18.01") == nil)
            #expect(
                try await office.count(
                    "SELECT count(*) AS n FROM audit.event WHERE action = 'agency.founded' AND actor_roles = 'service'")
                    >= 3)
        }
    }

    @Test("offers for work only who is active and handles documents")
    func directory() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await office.workflow.setActive(of: "chuyen.a2", false, by: people.administrator)
            let directory = try await office.workflow.directory(for: people.leader)
            #expect(
                directory.units.map { "\($0.name): \($0.officers.map(\.name).joined(separator: ", "))" } == [
                    "Văn phòng: Trần Thị Văn, Lê Thị Thư", "Ban A: Phạm Thị An, Đỗ Thị Ánh",
                    "Ban B: Bùi Thị Bình, Vũ Thị Bích",
                ])
            #expect(directory.leaders.map(\.name) == ["Nguyễn Thị Lan"])
        }
    }
}
