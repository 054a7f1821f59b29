import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("Numbers of outgoing documents")
struct OutgoingNumberTests {
    @Test("run without a gap or a duplicate when many clerks number at once, and a cancelled one stays with its reason")
    func atOnce() async throws {
        try await withOffice({ $0.outgoing.mostReserved = 5 }) { office in
            let people = try await People(office)
            let flow = office.workflow
            var ids: [Int] = []
            for number in 1...24 {
                ids.append(try await office.signed(people, OutgoingDetails("Việc \(number)", signedBy: people)))
            }
            let all = ids
            let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
                for (place, id) in all.enumerated() {
                    let clerk = place.isMultiple(of: 2) ? people.clerk : people.clerk2
                    group.addTask { try await flow.numberOutgoing(id, seen: 5, by: clerk).number }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(numbers.sorted() == Array(1...24))
            try await flow.cancelOutgoing(ids[3], reason: "Ban hành nhầm", seen: 6, by: people.clerk)

            let register = try #require(try await flow.outgoingRegisters(by: people.clerk).first)
            let set = try await flow.reserveNumbers(3, in: register.id, reason: "Đoàn công tác", by: people.clerk)
            #expect(set == [25, 26, 27])
            try await flow.returnNumber(
                26, of: Day(in: .now).year, in: register.id, reason: "Không dùng", by: people.clerk)
            let late = try await office.signed(people, OutgoingDetails("Việc ở xa", signedBy: people))
            #expect(try await flow.numberOutgoing(late, reserved: 25, seen: 5, by: people.clerk).number == 25)
            let other = try await office.signed(people, OutgoingDetails("Việc khác", signedBy: people))
            for gone in [25, 26, 99] {
                try await office.refuses("reservation-gone", "outgoing.numbered", of: people.clerk) {
                    try await flow.numberOutgoing(other, reserved: gone, seen: 5, by: people.clerk)
                }
            }
            #expect(try await flow.numberOutgoing(other, seen: 5, by: people.clerk).number == 28)

            let proof = try await flow.numberProof(of: register.id, year: Day(in: .now).year, by: people.clerk)
            #expect(proof.given == 28 && proof.missing.isEmpty && proof.reserved == [27])
            #expect(proof.cancelled.map(\.reason) == ["Ban hành nhầm"] && proof.returned.map(\.number) == [26])
            #expect(proof.inForce == 25)
        }
    }

    @Test("are counted by the register of the type, with the symbol of the type, the agency and the unit")
    func registersAndSymbols() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let service = Caller.service(in: people.clerk.officer.agency)
            try await flow.abbreviate(as: "HPN", by: service)
            try await flow.abbreviate(unit: "Ban A", as: "VP", by: service)
            #expect(await refusal { try await flow.abbreviate(as: "H N", by: service) } == "fields: abbreviation wrong")
            _ = try await flow.keepRegister(
                named: "Sổ công văn", counting: ["Công văn"], by: service)
            _ = try await flow.numberOutgoing(try await office.signed(people), seen: 5, by: people.clerk)
            var letter = OutgoingDetails("V/v báo cáo", signedBy: people)
            letter.typeName = "Công văn"
            let first = try await flow.numberOutgoing(
                try await office.signed(people, letter), seen: 5, by: people.clerk)
            #expect(first.register == "Sổ công văn" && "\(first.reference)" == "01/HPN-VP")
            letter.notation = "HPN-TH"
            let own = try await flow.numberOutgoing(
                try await office.signed(people, letter), seen: 5, by: people.clerk)
            #expect("\(own.reference)" == "02/HPN-TH", "who drafts may say another symbol")
            let corrected = try await flow.numberOutgoing(
                try await office.signed(people, letter), notation: "HPN-TC", seen: 5, by: people.clerk)
            #expect("\(corrected.reference)" == "03/HPN-TC", "and the clerk corrects it")
            let bad = try await office.signed(people, letter)
            #expect(
                await refusal { try await flow.numberOutgoing(bad, notation: "A B", seen: 5, by: people.clerk) }
                    == "fields: notation wrong")
        }
    }

    @Test("never change, and are never another document's: the database says so to its owner too")
    func forEver() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.signed(people)
            _ = try await office.workflow.numberOutgoing(id, seen: 5, by: people.clerk)
            for change: SQL in ["number = 9", "issued_on = issued_on - 1", "notation = 'X'", "subject = 'Khác'"] {
                let outcome = await refusal {
                    try await office.owner.write {
                        try $0.execute("UPDATE outgoing_document SET \(change) WHERE id = \(id)")
                    }
                }
                #expect(outcome == "fault: outgoing_document_number_never_changes")
            }
            #expect(
                await refusal {
                    try await office.workflow.abandonOutgoing(id, reason: "x", seen: 6, by: people.specialistA)
                } == "not-now")
        }
    }

    @Test("are not given while the clock is in doubt")
    func clock() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let first = try await office.signed(people)
            _ = try await office.workflow.numberOutgoing(first, seen: 5, by: people.clerk)
            try await office.owner.write { transaction in
                try transaction.execute(Workflow.testEvent)
                try transaction.execute("UPDATE outgoing_document SET numbered_at = now() + interval '1 minute'")
            }
            let second = try await office.signed(people)
            try await office.refuses("clock-in-doubt", "outgoing.numbered", of: people.clerk) {
                try await office.workflow.numberOutgoing(second, seen: 5, by: people.clerk)
            }
        }
    }

    @Test("are given once, however often a clerk presses and whoever else does")
    func twoClerks() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.signed(people)
            let key = try office.key("numbering")
            let outcomes = await withTaskGroup(of: String.self) { group in
                for press in 0..<8 {
                    group.addTask {
                        let clerk = press.isMultiple(of: 2) ? people.clerk : people.clerk2
                        return await refusal {
                            try await flow.numberOutgoing(
                                id, seen: 5, by: clerk, key: clerk.officer.id == people.clerk.officer.id ? key : nil)
                        } ?? "done"
                    }
                }
                return await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(outcomes.contains("done"))
            #expect(Set(outcomes).isSubset(of: ["done", "not-now", "stale"]), "\(outcomes)")
            #expect(
                try await office.count(
                    "SELECT last_number::int AS n FROM register_year y JOIN register r ON r.id = y.register_id WHERE direction = 'outgoing'"
                ) == 1)
        }
    }
}

extension Workflow {
    /// An event, so that a test may change rows as the database's owner.
    static let testEvent: SQL =
        """
        INSERT INTO audit.event (actor_roles, channel, action, outcome, object_kind)
        VALUES ('', 'service', 'files.swept', 'allowed', 'office')
        """
}
