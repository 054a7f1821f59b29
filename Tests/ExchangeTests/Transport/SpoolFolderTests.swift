import Crypto
import Exchange
import Foundation
import Testing

@Suite("A spool folder")
struct SpoolFolderTests {
    let folder = TestFolder()

    private var spool: String { folder.path + "/spool" }

    private func names(_ part: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(spool)/\(part)").sorted()) ?? []
    }

    private func drop(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(spool)/in/\(name)"))
    }

    private func open(
        settled: Int = 0, stalled: Int = -1, fileBytes: Int64 = 1 << 20, waitingOut: Int = 10
    ) throws -> SpoolFolder {
        var limits = SpoolFolder.Limits()
        limits.settledSeconds = settled
        limits.stalledSeconds = stalled
        limits.fileBytes = fileBytes
        limits.waitingOut = waitingOut
        return try SpoolFolder(spool, limits: limits)
    }

    @Test("carries an envelope from one office's out to another's in, byte for byte")
    func carries() async throws {
        let sent = try TestParcel(folder)
        let here = try open()
        #expect(try await here.send(sent.parcel).isAccepted)
        let name = try #require(names("out").first)
        #expect(names("out") == ["\(sent.parcel.id).\(hex(sent.parcel.digest)).edxml"])

        // Somebody carries it.
        try FileManager.default.moveItem(atPath: "\(spool)/out/\(name)", toPath: "\(spool)/in/\(name)")
        let waiting = try #require(try await here.waiting(atMost: 10).parcels.first)
        let fetched = try await here.fetch(waiting, into: folder.path + "/fetched")
        #expect(TestParcel.bytes(fetched.path) == sent.bytes)
        #expect(fetched.digest == sent.parcel.digest)
        #expect(names("in") == [name], "it waits until it is acknowledged")

        try await here.acknowledge(waiting, as: .done)
        try await here.acknowledge(waiting, as: .done)
        #expect(names("in").isEmpty)
        #expect(try await here.waiting(atMost: 10) == WaitingList())
    }

    @Test("holds a parcel once, however often it is sent")
    func once() async throws {
        let sent = try TestParcel(folder)
        let spool = try open()
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 { group.addTask { (try? await spool.send(sent.parcel))?.isAccepted == true } }
            for await isAccepted in group { #expect(isAccepted) }
        }
        #expect(names("out").count == 1)
        let other = try TestParcel(folder, id: sent.parcel.id, seed: 2)
        #expect(try await spool.send(other.parcel).refusal == .idTaken)
        #expect(names("out").count == 1)
    }

    @Test("does not hand over bytes other than those that were named")
    func changed() async throws {
        let sent = try TestParcel(folder)
        try Data("changed".utf8).write(to: URL(fileURLWithPath: sent.parcel.file))
        let spool = try open()
        #expect(try await spool.send(sent.parcel).delay == .damaged)
        #expect(names("out").isEmpty, "nothing half-made is left")
    }

    @Test("says that it is full when nobody carries its envelopes away")
    func full() async throws {
        let spool = try open(waitingOut: 2)
        for seed in 1...2 { #expect(try await spool.send(TestParcel(folder, seed: seed).parcel).isAccepted) }
        #expect(try await spool.send(TestParcel(folder, seed: 3).parcel).delay == .spoolFull)
    }

    @Test("after a crash between any two steps of sending has the envelope whole or not at all, and goes on")
    func crash() async throws {
        let sent = try TestParcel(folder)
        let name = "\(sent.parcel.id).\(hex(sent.parcel.digest)).edxml"
        _ = try open()
        // While writing; after writing; between the two renames.
        for (left, bytes) in [
            (".\(sent.parcel.id).1.part", Array(sent.bytes.prefix(100))), (".\(sent.parcel.id).2.part", sent.bytes),
            (".\(sent.parcel.id).3", sent.bytes),
        ] {
            try Data(bytes).write(to: URL(fileURLWithPath: "\(spool)/out/\(left)"))
        }
        let again = try open()
        #expect(names("out").isEmpty, "what was half done is gone")
        #expect(try await again.send(sent.parcel).isAccepted)
        #expect(names("out") == [name])
        // After the last rename, before the answer.
        #expect(try await open().send(sent.parcel).isAccepted)
        #expect(names("out") == [name])
        #expect(TestParcel.bytes("\(spool)/out/\(name)") == sent.bytes)
    }

    @Test("after a crash while fetching fetches again, and leaves no half file under the name asked for")
    func fetchAgain() async throws {
        let spool = try open()
        try drop("a1.edxml", "whole envelope")
        try Data("who".utf8).write(to: URL(fileURLWithPath: folder.path + "/fetched.part"))
        let waiting = try #require(try await spool.waiting(atMost: 1).parcels.first)
        _ = try await spool.fetch(waiting, into: folder.path + "/fetched")
        #expect(TestParcel.bytes(folder.path + "/fetched") == Array("whole envelope".utf8))
    }

    @Test("leaves what is still being written")
    func growing() async throws {
        let spool = try open(settled: 600, stalled: 600)
        try drop(".a.edxml", "hidden")
        try drop("b.edxml.part", "part")
        try drop("c.tmp", "temporary")
        try drop("d.edxml", "does not prove that it is whole")
        try drop("e.edxml", "")
        #expect(try await spool.waiting(atMost: 10) == WaitingList())
        #expect(names("in").count == 5)
        #expect(names("aside").isEmpty)
    }

    @Test("does not take a file that is not what its name says, and sets it aside when it will not become it")
    func halfWritten() async throws {
        let whole = Array("the whole envelope".utf8)
        let name = "a1.\(hex(Array(SHA256.hash(data: whole)))).edxml"
        _ = try open()
        try drop(name, "the whole en")
        let young = try open(stalled: 600)
        let waiting = try #require(try await young.waiting(atMost: 1).parcels.first)
        #expect(await fault { _ = try await young.fetch(waiting, into: folder.path + "/x") } == .damaged)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/x"))
        #expect(names("in") == [name])
        let old = try open()
        #expect(await fault { _ = try await old.fetch(waiting, into: folder.path + "/x") } == .damaged)
        #expect(names("in").isEmpty)
        #expect(names("aside").count == 2)
    }

    @Test("sets aside what is foreign, too large or no file, under a name of its own with the reason")
    func foreign() async throws {
        let spool = try open(fileBytes: 20)
        let target = folder.path + "/secret"
        try Data("secret".utf8).write(to: URL(fileURLWithPath: target))
        try drop("readme.txt", "hello")
        try drop("-rf.edxml", "an option")
        try drop("a b\u{1B}[31m.edxml", "controls")
        try drop("\u{202E}lmxde.edxml", "turned round")
        try drop(String(repeating: "n", count: 200) + ".edxml", "long")
        try drop("large.edxml", String(repeating: "x", count: 21))
        try drop("empty.edxml", "")
        try FileManager.default.createSymbolicLink(atPath: "\(self.spool)/in/link.edxml", withDestinationPath: target)
        try FileManager.default.createDirectory(
            atPath: "\(self.spool)/in/dir.edxml", withIntermediateDirectories: false)
        #expect(mkfifo("\(self.spool)/in/pipe.edxml", 0o600) == 0)
        try drop("good-1.edxml", "good")

        let list = try await spool.waiting(atMost: 10)
        #expect(list.parcels.map(\.id) == ["good-1"])
        #expect(list.unusable == 10)
        #expect(names("in") == ["good-1.edxml"])
        #expect(names("aside").count == 20)
        for name in names("aside") {
            #expect(name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") })
            guard name.hasSuffix(".reason") else { continue }
            #expect(TestParcel.bytes("\(self.spool)/aside/\(name)").allSatisfy { $0 == 10 || (32..<127).contains($0) })
        }
        #expect(TestParcel.bytes(target) == Array("secret".utf8))
    }

    @Test(
        "opens nothing outside of its folder, whatever a parcel is called",
        arguments: [
            "../out/x", "..", "a/b", "/etc/passwd", "", "-x", ".hidden", "a\0b",
        ])
    func paths(_ id: String) async throws {
        let spool = try open()
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(self.spool)/out/x.edxml"))
        let parcel = try await Self.named(id)
        #expect(await fault { _ = try await spool.fetch(parcel, into: folder.path + "/x") } == .gone)
        #expect(await fault { try await spool.acknowledge(parcel, as: .done) } == .gone)
        #expect(FileManager.default.fileExists(atPath: "\(self.spool)/out/x.edxml"))
    }

    /// A parcel as a wrong caller would make it.
    private static func named(_ id: String) async throws -> WaitingParcel {
        WaitingParcel(id: id, sender: nil, kind: nil, digest: nil)
    }

    private func hex(_ bytes: [UInt8]) -> String { bytes.map { String(format: "%02x", $0) }.joined() }
}
