import Foundation
import TestOffice
import Testing
import Workflow

@Suite("Sweeping the file store")
struct SweepTests {
    @Test("removes what a killed upload or envelope left a day ago, and nothing else")
    func sweeps() async throws {
        try await inOffice { office in
            let incoming = office.folder + "/incoming"
            let kept = try office.file("a.txt", [1, 2, 3])
            let name = kept.digest.map { String(format: "%02x", $0) }.joined()
            let stored = "\(office.folder)/\(name.prefix(2))/\(name)"
            try Data([1]).write(to: URL(filePath: incoming + "/old"))
            try FileManager.default.createDirectory(
                atPath: incoming + "/old-envelope", withIntermediateDirectories: false)
            try Data([2]).write(to: URL(filePath: incoming + "/old-envelope/1"))
            try Data([3]).write(to: URL(filePath: incoming + "/new"))
            for path in [stored, incoming + "/old", incoming + "/old-envelope"] {
                try FileManager.default.setAttributes([.modificationDate: Date() - 90_000], ofItemAtPath: path)
            }
            #expect(try office.workflow.sweepFiles() == 2)
            #expect(try FileManager.default.contentsOfDirectory(atPath: incoming) == ["new"])
            #expect(FileManager.default.fileExists(atPath: stored))
        }
    }
}
