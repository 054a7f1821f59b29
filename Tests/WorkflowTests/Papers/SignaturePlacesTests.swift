import Foundation
import Records
import TestOffice
import Testing
import Workflow

@Suite("Where people sign", .enabled(if: PaperBench.isReady), .serialized)
struct SignaturePlacesTests {
    private static let ten = PaperLayout(signers: (1...10).map { .init(field: "nguoiky\($0)", name: "Người ký \($0)") })

    /// The fields of ten people on a paper, and of the seal, none of which may touch a word, the page's edge or another.
    private func places(_ what: String) async throws -> (people: [PaperPlace], seal: PaperPlace) {
        let bench = try await PaperBench()
        let draft = try await bench.make(what)
        let places = try await bench.tools.prepare(draft, to: bench.path("ten"), Self.ten)
        let words = try await bench.words(draft)
        let people = try Self.ten.signers.map { try #require(places[$0.field]) }
        let seal = try #require(places["coquan"])
        for (place, one) in people.enumerated() {
            #expect(one.left > 20 && one.right < 575 && one.top > 0 && one.bottom < 842 - 30, "\(what) \(place + 1)")
            #expect(one.right - one.left > 56 && one.bottom - one.top > 15, "\(what) \(place + 1) is large enough")
            #expect(!words.contains { $0.touches(one) }, "\(what) \(place + 1) lies on words")
            #expect(!people[..<place].contains { $0.touches(one) }, "\(what) \(place + 1) lies on another")
        }
        #expect(!people.dropLast().contains { $0.touches(seal) }, "\(what): the seal lies on another's signature")
        #expect(people.last?.touches(seal) == true)
        return (people, seal)
    }

    @Test("is above each of ten names in two columns")
    func joint() async throws {
        let (people, _) = try await places("joint")
        // The names stand at 640 - 120 × n points from the foot of 842, the columns 275 points apart.
        for (place, one) in people.enumerated() {
            #expect(abs(one.bottom - Double(842 - 640 + 120 * (place / 2))) < 40, "above the name of \(place + 1)")
            #expect((one.left > 297) == (place % 2 == 1), "in the column of \(place + 1)")
        }
    }

    @Test("is beside each of ten names in a list, and below the list for whom the seal goes beside")
    func listed() async throws {
        let (people, _) = try await places("listed")
        for (place, one) in people.dropLast().enumerated() {
            let name = Double(842 - 700 + 22 * place) - 4
            #expect(abs((one.top + one.bottom) / 2 - name) < 4, "on the line of \(place + 1)")
        }
        #expect((people.last?.top ?? 0) > 842 - 700 + 22 * 9)
    }

    @Test("is in rows of two below the text where the paper names nobody, the last at the right")
    func unnamed() async throws {
        let (people, _) = try await places("unnamed")
        #expect(Set(people.map(\.page)) == [1] && Set(people.map(\.left)).count == 2)
        #expect(people.last?.left == people.map(\.left).max() && people.last?.top == people.map(\.top).max())
    }

    @Test("is nowhere on a page that is full: the draft is refused, with what to do")
    func crowded() async throws {
        let bench = try await PaperBench()
        let draft = try await bench.make("crowded")
        let fault = await paperRefusal { try await bench.tools.prepare(draft, to: bench.path("out"), Self.ten) }
        #expect(fault == .noSignatureRoom)
        #expect(!FileManager.default.fileExists(atPath: bench.path("out")))
    }

    @Test("leaves both lower corners to a QR code, which is left out where both are taken on every page")
    func corners() async throws {
        let bench = try await PaperBench()
        var layout = PaperBench.layout
        layout.link = "https://vanphong.example.vn/xac-nhan/0123456789abcdef0123456789abcdef"
        let free = try await bench.tools.prepare(try await bench.make("draft"), to: bench.path("free"), layout)
        #expect(free[PaperLayout.linkPlace] != nil)
        #expect(try await bench.codes(bench.path("free")) == "\(layout.link ?? "")\n")
        let draft = try await bench.make("cornered")
        let before = try await bench.text(draft)
        let places = try await bench.tools.prepare(draft, to: bench.path("taken"), layout)
        #expect(try await bench.codes(bench.path("taken")).isEmpty)
        #expect(try await bench.text(bench.path("taken")) == before, "and every word stays")
        #expect(places[PaperLayout.linkPlace] == nil)
        #expect(places["nguoiky1"] != nil && places["coquan"] != nil, "it is signed all the same")
    }
}

extension PaperPlace {
    fileprivate func touches(_ other: PaperPlace) -> Bool {
        page == other.page && left < other.right && right > other.left && top < other.bottom && bottom > other.top
    }
}
