import Exchange
import Foundation
import Postgres
import Records
import TestOffice
import Testing

@testable import Workflow

@Suite("Synchronising the directory")
struct SynchronisingTests {
    private func agencies(_ numbers: Range<Int>, name: String = "Xã số") -> [AxisAgency] {
        numbers.map { AxisAgency(code: "H98.\($0)", name: "\(name) \($0)", id: "\($0 + 7000)", parent: "H98") }
    }

    @Test("enters what is new, changed or gone, and nothing where nothing is")
    func enters() async throws {
        try await withOffice { office in
            let people = try await People(office)
            func sync(_ list: [AxisAgency]) async throws -> DirectorySync {
                try await office.workflow.synchroniseDirectory(list, of: "truc", by: people.administrator)
            }
            let first = agencies(10..<20) + [AxisAgency(code: "H98", name: "Tỉnh Mẫu", id: "1")]
            var outcome = try await sync(first)
            #expect(outcome.listed == 11 && outcome.changes.added == 11 && outcome.faultCount == 0)
            let before = try await office.lastEvent
            outcome = try await sync(first)
            #expect(outcome.changes.unchanged == 11 && outcome.changes.added + outcome.changes.changed == 0)
            #expect(
                try await office.events(after: before).map(\.summary) == ["directory.synchronised"],
                "one event, and no act for what did not change")
            var second = first
            second[0] = AxisAgency(code: "h98.10", name: "Phường mới", parent: "1")
            second[1] = AxisAgency(code: "H98.11", name: "Xã số 11", parent: "H98", isDeleted: true)
            second.removeSubrange(2..<3)
            outcome = try await sync(second + [AxisAgency(code: "H98.99", name: "Chưa từng có", isDeleted: true)])
            #expect(
                outcome.changes.changed == 1 && outcome.changes.left == 2 && outcome.changes.unchanged == 8,
                "\(outcome)")
            let found = try await office.workflow.correspondents(matching: "phuong moi", by: people.clerk)
            #expect(found.map(\.parentName) == ["Tỉnh Mẫu"], "named by the platform's own number")
            #expect(found.map(\.peer) == ["truc"])
            #expect(try await office.count("SELECT count(*) AS n FROM correspondent") == 11)
        }
    }

    @Test("leaves agencies of other lists alone until those have them no more")
    func spares() async throws {
        try await withOffice { office in
            let people = try await People(office)
            var own = CorrespondentEntry(code: "H98.10", name: "Tên của quản trị")
            own.peer = "rieng"
            _ = try await office.workflow.enterCorrespondents([own], from: "csv", by: people.administrator)
            var outcome = try await office.workflow.synchroniseDirectory(
                agencies(10..<12), of: "truc", by: people.administrator)
            #expect(outcome.elsewhere == 1 && outcome.changes.added == 1)
            outcome = try await office.workflow.synchroniseDirectory(
                agencies(10..<13), of: "khac", by: people.administrator)
            #expect(
                outcome.elsewhere == 2 && outcome.changes.added == 1, "nor do two platforms take them from each other")
            #expect(
                try await office.count(
                    "SELECT count(*) AS n FROM correspondent WHERE peer = 'rieng' AND source = 'csv'")
                    == 1)
            _ = try await office.workflow.closeCorrespondents(of: "csv", besides: [], by: people.administrator)
            outcome = try await office.workflow.synchroniseDirectory(
                agencies(10..<12), of: "truc", by: people.administrator)
            #expect(outcome.changes.changed == 1 && outcome.changes.unchanged == 1 && outcome.elsewhere == 0)
        }
    }

    @Test("refuses a list that is empty or lacks too much, and says what it would change before it does")
    func refuses() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let workflow = office.workflow
            let admin = people.administrator
            _ = try await workflow.synchroniseDirectory(agencies(0..<100), of: "truc", by: admin)
            for (list, why) in [
                ([], "list-empty"), (agencies(0..<79), "list-shrunk"),
                (
                    agencies(0..<100).map {
                        AxisAgency(code: $0.code, name: $0.name, parent: $0.parent, isDeleted: true)
                    }, "list-empty"
                ),
                ([AxisAgency(code: "", name: "Không mã")], "list-empty"), (agencies(100..<200), "list-shrunk"),
            ] {
                try await office.refuses(why, "directory.synchronised", of: admin) {
                    try await workflow.synchroniseDirectory(list, of: "truc", by: admin)
                }
            }
            try await office.refuses("not-in-role", "directory.changed", of: people.clerk) {
                try await workflow.synchroniseDirectory(agencies(0..<1), of: "truc", by: people.clerk)
            }
            let before = try await office.lastEvent
            let dry = try await workflow.synchroniseDirectory(
                agencies(1..<101), of: "truc", .init(isDry: true), by: admin)
            #expect(dry.changes.added == 1 && dry.changes.left == 1 && dry.changes.unchanged == 99)
            #expect(try await office.events(after: before).isEmpty)
            #expect(try await office.count("SELECT count(*) AS n FROM correspondent") == 100)
            let most = try await workflow.synchroniseDirectory(agencies(0..<80), of: "truc", by: admin)
            #expect(most.changes.left == 20, "a fifth may leave")
            let allowed = try await workflow.synchroniseDirectory(
                agencies(0..<20), of: "truc", .init(mostLost: 75), by: admin)
            #expect(allowed.changes.left == 60)
        }
    }

    @Test("leaves out lines that are wrong and tells them, and closes no agency over one")
    func faults() async throws {
        try await withOffice { office in
            let people = try await People(office)
            _ = try await office.workflow.synchroniseDirectory(
                agencies(0..<3), of: "truc", by: people.administrator)
            let outcome = try await office.workflow.synchroniseDirectory(
                [
                    AxisAgency(code: "H98.0", name: "Xã\u{7}số 0"), AxisAgency(code: "", name: "Không mã"),
                    AxisAgency(code: "H98.1", name: "Xã số 1", parent: "H98"), AxisAgency(code: "h98.1", name: "Trùng"),
                    AxisAgency(code: "H98 2", name: "Mã lạ"), AxisAgency(code: "H98.2", name: "  "),
                    AxisAgency(code: "H98.3\u{0}", name: "NUL"), AxisAgency(code: "H98.4", name: "a\u{0}b"),
                    AxisAgency(code: "H98.5", name: String(repeating: "x", count: 500)),
                    AxisAgency(code: String(repeating: "H", count: 70), name: "Mã dài"),
                ], of: "truc", by: people.administrator)
            #expect(
                outcome.faults.map { "\($0.line) \($0.code) \($0.rule)" } == [
                    "1 H98.0 name: control-characters", "2  code: required", "4 h98.1 code: chosen-twice",
                    "5  code: wrong", "6 H98.2 name: required", "7  code: control-characters",
                    "8 H98.4 name: control-characters", "9 H98.5 name: too-long", "10  code: too-long",
                ])
            #expect(outcome.faultCount == 9 && outcome.changes.left == 0)
            #expect(
                try await office.count("SELECT count(*) AS n FROM correspondent WHERE left_at IS NULL") == 3,
                "those whose lines are wrong are still there")
        }
    }

    @Test("links the old and the new code of an agency, but not of two with other names")
    func links() async throws {
        try await withOffice { office in
            let people = try await People(office)
            _ = try await office.workflow.synchroniseDirectory(
                [
                    AxisAgency(code: "H98.15", name: "Sở Nội vụ"), AxisAgency(code: "000.00.16.H98", name: "Sở Y tế"),
                    AxisAgency(code: "H98.16", name: "SỞ Y TẾ"), AxisAgency(code: "000.00.17.H98", name: "Sở Cũ"),
                    AxisAgency(code: "H98.17", name: "Sở Mới"), AxisAgency(code: "TT.1", name: "Trung tâm"),
                ], of: "truc", by: people.administrator)
            func linked(_ code: String) async throws -> String? {
                try await office.workflow.correspondents(matching: code, by: people.clerk)
                    .first { $0.code == code }?.linked
            }
            #expect(try await linked("H98.15") == "000.00.15.H98")
            #expect(try await office.workflow.correspondents(matching: "000.00.15", by: people.clerk).count == 1)
            #expect(try await linked("H98.16") == "000.00.16.H98")
            for code in ["H98.17", "000.00.17.H98", "TT.1"] { #expect(try await linked(code) == "", "\(code)") }
        }
    }

    @Test("by the service asks when it is due, ever less often after failures, and is an alarm after days")
    func service() async throws {
        try await withOffice { office in
            let axis = try AxisClient(
                Peer("http://127.0.0.1:1", isInternal: true), dialect: .sdk2,
                account: AxisAccount(systemID: "a", secret: "mot-bi-mat-khong-dung"))
            let peer = ExchangePeer(name: "truc", agency: "H99.18", transport: axis)
            let workflow = office.workflow
            let syncing = workflow.makeDirectorySyncing(from: [peer])
            for failures in 1...3 {
                guard case .failed = await syncing.round(peer) else { return #expect(Bool(false), "asked") }
                #expect(await syncing.round(peer) == nil, "not due")
                let state = try #require(try await workflow.directorySyncState(of: "truc"))
                #expect(state.failures == failures && !workflow.directories.areStale)
                let pause = state.nextAt.timeIntervalSince(Date())
                let whole = DirectorySyncState.pause(after: failures - 1)
                #expect(abs(pause - whole) < 300, "\(pause) of \(whole)")
                try await office.change("UPDATE directory_sync SET next_at = now()")
            }
            try await office.change(
                "UPDATE directory_sync SET next_at = now() + interval '1 day', failing_since = now() - interval '71 hours'"
            )
            #expect(await syncing.round(peer) == nil && !workflow.directories.areStale)
            try await office.change("UPDATE directory_sync SET failing_since = now() - interval '73 hours'")
            #expect(await syncing.round(peer) == nil && workflow.directories.areStale)
            // Somebody takes the list over by hand.
            _ = try await workflow.synchroniseDirectory(agencies(0..<5), of: "truc", by: .service(in: 0))
            #expect(await syncing.round(peer) == nil && !workflow.directories.areStale)
            await axis.close()
        }
    }

    @Test("by two instances at once asks once")
    func twoInstances() async throws {
        try await withOffice { office in
            let workflow = office.workflow
            let claims = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 { group.addTask { try await workflow.claimDirectory(of: "truc", by: .service(in: 0)) } }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(claims == 1)
        }
    }
}

extension TestOffice {
    /// Changes rows behind the office's back, with an event so that it is let.
    fileprivate func change(_ statement: SQL) async throws {
        try await owner.write { transaction in
            try transaction.execute(
                """
                INSERT INTO audit.event (actor_roles, channel, action, outcome, object_kind)
                VALUES ('service', 'service', 'directory.synchronised', 'allowed', 'service')
                """)
            try transaction.execute(statement)
        }
    }
}
