import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("The directory of agencies")
struct DirectoryTests {
    private func imported(
        _ text: String, _ rules: DirectoryImportRules = .init(), in office: TestOffice, by caller: Caller
    ) async throws -> DirectoryImport {
        let path = office.folder + "/list.csv"
        try Data(text.utf8).write(to: URL(filePath: path))
        return try await office.workflow.importDirectory(path, rules, by: caller)
    }

    @Test("takes a list in, and the same list again changes nothing")
    func imports() async throws {
        try await withOffice { office in
            let people = try await People(office)
            var rules = DirectoryImportRules()
            rules.isComplete = true
            rules.peer = "truc"
            let first = "code,name\nH01.01,Sở Nội vụ\nH01.02,Sở Y tế\nH01.03,Sở Tư pháp\n"
            var outcome = try await imported(first, rules, in: office, by: people.administrator)
            #expect(outcome.changes.added == 3 && outcome.faultCount == 0)
            outcome = try await imported(first, rules, in: office, by: people.administrator)
            #expect(outcome.changes.unchanged == 3 && outcome.changes.added == 0 && outcome.changes.changed == 0)
            let second = "code,name\nH01.01,Sở Nội vụ tỉnh\nh01.02,Sở Y tế\n"
            outcome = try await imported(second, rules, in: office, by: people.administrator)
            #expect(outcome.changes.changed == 1 && outcome.changes.unchanged == 1 && outcome.changes.left == 1)
            #expect(try await office.workflow.correspondents(matching: "tu phap", by: people.clerk).isEmpty)
            outcome = try await imported(first, rules, in: office, by: people.administrator)
            #expect(outcome.changes.changed == 2 && outcome.changes.unchanged == 1, "one came back")
        }
    }

    @Test("tells each wrong line by its number and takes nothing, or the rest where that is wanted")
    func faults() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let text = "code,name\nH01,Sở A\nH02,\n\u{1},x\nH01,Sở B\nH03,Sở C\n"
            var outcome = try await imported(text, in: office, by: people.administrator)
            #expect(
                outcome.faults.map { "\($0.line) \($0.rule)" } == [
                    "3 name: required", "4 control-characters", "5 code: chosen-twice",
                ])
            #expect(try await office.count("SELECT count(*) AS n FROM correspondent") == 0)
            var rules = DirectoryImportRules()
            rules.leavesOutFaulty = true
            outcome = try await imported(text, rules, in: office, by: people.administrator)
            #expect(outcome.changes.added == 2 && outcome.faultCount == 3)
            for (list, rule) in [("a;b\n1;2\n", "no-code-or-name-column"), ("", "empty")] {
                let fault = await #expect(throws: DirectoryFault.self) {
                    try await imported(list, in: office, by: people.administrator)
                }
                #expect(fault?.line == 1 && fault?.rule == rule)
            }
            try await office.refuses("not-in-role", "directory.changed", of: people.clerk) {
                try await imported(text, in: office, by: people.clerk)
            }
        }
    }

    @Test("finds by codes old and new, beginnings of names, words without tones and shortenings, best first")
    func searches() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let text = """
                code,name,linked,parent
                H01,Ủy ban nhân dân tỉnh Mẫu,000.00.00.H01,
                H01.02,Sở Nội vụ,000.00.02.H01,H01
                H01.02.05,Phòng Nội vụ huyện Thử,,H01.02
                H01.20,Ủy ban nhân dân xã Nội Hạ,,H01
                H02.02,Sở Nội vụ và Lao động,,
                """
            _ = try await imported(text, in: office, by: people.administrator)
            func found(_ words: String) async throws -> [String] {
                try await office.workflow.correspondents(matching: words, by: people.clerk).map(\.code)
            }
            #expect(try await found("h01.02") == ["H01.02", "H01.02.05"])
            #expect(try await found("000.00.02") == ["H01.02"])
            #expect(try await found("so noi v") == ["H01.02", "H02.02"])
            #expect(try await found("nội vụ") == ["H01.02", "H01.02.05", "H02.02"])
            #expect(try await found("ubnd noi") == ["H01.20"])
            #expect(try await found("snv") == ["H01.02", "H02.02"])
            for nothing in ["khong co", "  ", "%_\\'\u{0}", "z"] { #expect(try await found(nothing).isEmpty) }
            let one = try await office.workflow.correspondents(matching: "H01.02", by: people.clerk).first
            #expect(one?.parentName == "Ủy ban nhân dân tỉnh Mẫu" && one?.linked == "000.00.02.H01")
        }
    }
}
