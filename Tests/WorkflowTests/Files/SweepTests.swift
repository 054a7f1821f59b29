import Foundation
import TestOffice
import Testing
import Workflow

@Suite("Sweeping the file store")
struct SweepTests {
    @Test("removes what a killed upload or envelope left a day ago, and nothing else")
    func sweeps() async throws {
        try await withOffice { office in
            let incoming = office.folder + "/incoming"
            try Data([1]).write(to: URL(filePath: incoming + "/old"))
            try FileManager.default.createDirectory(
                atPath: incoming + "/old-envelope", withIntermediateDirectories: false)
            try Data([2]).write(to: URL(filePath: incoming + "/old-envelope/1"))
            try Data([3]).write(to: URL(filePath: incoming + "/new"))
            try age(incoming + "/old", incoming + "/old-envelope")
            #expect(try await office.workflow.sweepFiles() == 2)
            #expect(try FileManager.default.contentsOfDirectory(atPath: incoming) == ["new"])
        }
    }

    @Test("sets contents aside that nothing came to name in a day, and removes them a day later")
    func setsAside() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let named = try office.file("a.pdf", Array("%PDF-1.4 named".utf8))
            _ = try await office.workflow.takeIn(named, by: people.clerk)
            let unnamed = try office.file("b.txt", [1, 2, 3])
            let young = try office.file("c.txt", [4, 5, 6])
            let paths = [named, unnamed, young].map { file in
                let name = file.digest.map { String(format: "%02x", $0) }.joined()
                return "\(office.folder)/\(name.prefix(2))/\(name)"
            }
            func present() -> [Bool] { paths.map(FileManager.default.fileExists) }

            try age(paths[0], paths[1])
            _ = try office.file("d.txt", [1, 2, 3])
            #expect(try await office.workflow.sweepFiles() == 0, "brought again, it is young again")
            try age(paths[0], paths[1])
            #expect(try await office.workflow.sweepFiles() == 1)
            #expect(present() == [true, false, true])
            let aside = try FileManager.default.contentsOfDirectory(atPath: office.folder + "/incoming")
            #expect(aside.count == 1)
            #expect(try await office.workflow.sweepFiles() == 0, "not before it has lain there for a day")
            try age(office.folder + "/incoming/" + aside[0])
            #expect(try await office.workflow.sweepFiles() == 1)

            _ = try await office.workflow.takeIn(try office.file("b.txt", [1, 2, 3]), by: people.clerk)
            #expect(present() == [true, true, true], "what was removed can come again")
        }
    }

    private func age(_ paths: String...) throws {
        for path in paths {
            try FileManager.default.setAttributes([.modificationDate: Date() - 90_000], ofItemAtPath: path)
        }
    }
}
