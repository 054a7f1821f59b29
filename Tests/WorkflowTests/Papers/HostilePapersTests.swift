import Foundation
import Records
import TestOffice
import Testing
import Workflow

@Suite("A hostile paper", .enabled(if: PaperBench.isReady), .serialized)
struct HostilePapersTests {
    @Test(
        "is refused before anybody signs it, by its word, within seconds",
        arguments: [
            ("encrypted", PaperFault.Reason.encrypted), ("bomb", .tooMuch), ("nested", .tooMuch), ("loop", .damaged),
            ("many", .tooMuch), ("narrow", .noRoom), ("scripted", .active),
        ])
    func refused(what: String, reason: PaperFault.Reason) async throws {
        let bench = try await PaperBench()
        let file = try await bench.make(what)
        let reasons = [
            await paperRefusal { try await bench.tools.prepare(file, to: bench.path("out"), PaperBench.layout) },
            await paperRefusal {
                try await bench.tools.seal(
                    file, to: bench.path("out"), by: PaperBench.officer(.registrar), as: .attachment(of: "07/QĐ-UBND"))
            },
            await paperRefusal { try await bench.tools.inspect(file) },
            await paperRefusal { try await bench.tools.verify(file) },
        ]
        #expect(reasons[0] == reason)
        switch reason {
        case .noRoom: #expect(reasons[1...] == [nil, nil, nil], "an attachment needs no room")
        case .active: #expect(reasons[1...] == [.active, nil, nil], "looking is no signing")
        default: #expect(Set(reasons) == [reason])
        }
        if reason != .noRoom { #expect(!FileManager.default.fileExists(atPath: bench.path("out"))) }
    }

    @Test("is told by what is in it")
    func contents() async throws {
        let bench = try await PaperBench()
        let scripted = try await bench.tools.inspect(try await bench.make("scripted"))
        #expect(scripted.contents == [.javascript] && scripted.contents.allSatisfy(\.isActive))
        let draft = try await bench.tools.inspect(try await bench.make("draft", from: "12", "twelve"))
        #expect(draft.pages == 12 && draft.sizes.count == 12 && draft.contents.isEmpty && draft.signatures == 0)
        let signed = try await bench.tools.inspect(try await bench.signed().file)
        #expect(signed.signatures == 1 && signed.revisions == 2)
        #expect(Set(signed.fields) == ["kynhay1", "kynhay2", "coquan"])
    }

    @Test("that is none, is empty, cut off or away, is refused too")
    func notPapers() async throws {
        let bench = try await PaperBench()
        let whole = try #require(FileManager.default.contents(atPath: try await bench.signed().file))
        let texts: [(String, Data, PaperFault.Reason)] = [
            ("empty", Data(), .noPDF), ("word", Data("PK\u{3}\u{4} a letter".utf8), .noPDF),
            ("head", Data("%PDF-1.7\n".utf8), .damaged), ("cut", whole.prefix(whole.count / 2), .damaged),
        ]
        for (name, bytes, reason) in texts {
            try bytes.write(to: URL(filePath: bench.path(name)))
            #expect(await paperRefusal { try await bench.tools.inspect(bench.path(name)) } == reason, "\(name)")
            #expect(await paperRefusal { try await bench.tools.verify(bench.path(name)) } == reason, "\(name)")
        }
        #expect(await paperRefusal { try await bench.tools.inspect(bench.path("away")) } == .internalFault)
    }

    @Test("meets a limit of time and of memory that ends the process")
    func limits() async throws {
        let bench = try await PaperBench()
        let file = try await bench.make("draft", from: "300", "long")
        let hasty = bench.with { $0.seconds = 1 }
        #expect(
            await paperRefusal { try await hasty.prepare(file, to: bench.path("out"), PaperBench.layout) } == .tooMuch)
        let small = bench.with { $0.memory = 60 << 20 }
        #expect(await paperRefusal { try await small.inspect(file) } != nil)
        #expect(!FileManager.default.fileExists(atPath: bench.path("out")))
    }

    @Test("costs no signature when bytes of a signed one are changed at random")
    func random() async throws {
        let bench = try await PaperBench()
        let (base, file) = try await bench.signed()
        let whole = try Data(contentsOf: URL(filePath: file))
        let start = try #require(whole.range(of: Data("/Contents <".utf8), options: .backwards)).upperBound
        let end = try #require(whole[start...].firstIndex(of: UInt8(ascii: ">")))
        for turn in 0..<12 {
            var bytes = whole
            // Not within the signature itself, of which the last part is only room that was kept.
            let place = turn < 9 ? Int.random(in: 0..<start) : Int.random(in: end..<whole.count)
            bytes[place] ^= UInt8.random(in: 1...255)
            try bytes.write(to: URL(filePath: bench.path("bent")))
            let reason = await paperRefusal { try await bench.tools.verify(bench.path("bent"), base: base).added() }
            #expect(reason != nil, "turn \(turn), byte \(place)")
        }
    }
}
