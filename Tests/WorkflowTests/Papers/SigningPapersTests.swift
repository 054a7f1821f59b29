import Foundation
import Records
import TestOffice
import Testing
import Workflow

@Suite("Signing a paper", .enabled(if: PaperBench.isReady), .serialized)
struct SigningPapersTests {
    @Test("goes from the person to the number to the agency, and every signature stays valid for us and for poppler")
    func order() async throws {
        let bench = try await PaperBench()
        let sealed = try await bench.sealed()

        let verdict = try await bench.tools.verify(sealed, base: bench.path("numbered"))
        try verdict.hold()
        #expect(verdict.signatures.map(\.signer) == ["Trần Thị Lan", "Ủy ban nhân dân xã Bến Lim"])
        #expect(verdict.signatures.map(\.later) == [.filling, .nothing])
        #expect(verdict.signatures.map(\.covers) == [.revision, .file])
        #expect(verdict.signatures.first?.filled == ["ngay", "so", "thang"])
        #expect(verdict.signatures.first?.format == "ETSI.CAdES.detached")
        #expect(verdict.extends == true && verdict.since == .signing)
        #expect(try verdict.added().field == "coquan")

        let other = try await bench.otherVerifier(sealed)
        #expect(other.valid == 2 && other.trusted == 2 && other.total)
        let text = try await bench.text(sealed)
        #expect(text.contains(/Số: +07 +\/QĐ-UBND/))
        #expect(text.contains(/ngày +05 +tháng +11 +năm 2026/))
    }

    @Test("puts the seal over a third of the signature, on its left, and the signature above the name")
    func places() async throws {
        let bench = try await PaperBench()
        let places = try await bench.tools.prepare(
            try await bench.make("draft"), to: bench.path("prepared"), PaperBench.layout)
        let person = try #require(places["nguoiky1"])
        let seal = try #require(places["coquan"])
        #expect(abs(seal.right - (person.left + (person.right - person.left) / 3)) < 0.1)
        #expect(abs((seal.right - seal.left) - 36 / 25.4 * 72) < 0.1)
        #expect(abs((seal.top + seal.bottom) - (person.top + person.bottom)) < 0.1)
        // The draft prints the title at 400 and the name at 300 points from the foot of 842.
        #expect(person.top > 842 - 412 && person.bottom < 842 - 300 + 2)
        #expect(Set(places.keys) == ["so", "ngay", "thang", "nguoiky1", "coquan", "kynhay1", "kynhay2"])
    }

    @Test("finds the places of number and date behind dots too, and uses those of the decree where there are none")
    func dots() async throws {
        let bench = try await PaperBench()
        let dotted = try await bench.tools.prepare(
            try await bench.make("dotted"), to: bench.path("a"), PaperBench.layout)
        #expect(Set(dotted.keys).isSuperset(of: ["so", "ngay", "thang"]))
        let plain = try await bench.tools.prepare(try await bench.make("plain"), to: bench.path("b"), PaperBench.layout)
        #expect(Set(plain.keys).isSuperset(of: ["sokyhieu", "ngaythangnam"]))
        try await bench.tools.number(
            bench.path("b"), to: bench.path("c"), number: "7", reference: "07/QĐ-UBND", on: PaperBench.day(2026, 2, 5),
            place: "Bến Lim")
        let text = try await bench.text(bench.path("c"))
        #expect(text.contains("Số: 07/QĐ-UBND") && text.contains("Bến Lim, ngày 05 tháng 02 năm 2026"))
    }

    @Test("takes initials and two signers before the number, each in a field of their own")
    func several() async throws {
        let bench = try await PaperBench()
        var layout = PaperBench.layout
        layout.signers.append(.init(field: "nguoiky2", name: "Trần Thị Lan"))
        let base = try await bench.prepared(layout)
        try await bench.tools.sign(
            base, to: bench.path("1"), field: "kynhay2", with: bench.key("cipher"), image: bench.handwriting,
            initial: true)
        try await bench.tools.sign(
            bench.path("1"), to: bench.path("2"), field: "nguoiky1", with: bench.key("person"), image: nil)
        try await bench.tools.sign(
            bench.path("2"), to: bench.path("3"), field: "nguoiky2", with: bench.key("second"), image: nil)
        let verdict = try await bench.tools.verify(bench.path("3"), base: bench.path("2"))
        #expect(verdict.signatures.map(\.field) == ["kynhay2", "nguoiky1", "nguoiky2"])
        #expect(verdict.signatures.map(\.integrity) == [.intact, .intact, .intact])
        #expect(try await bench.otherVerifier(bench.path("3")).valid == 3)
        // A certificate that is not for papers spoils what is accepted, though nobody touched the file.
        #expect(await paperRefusal { try verdict.added() } == .wrongUsage)
    }

    @Test("is refused out of order, and twice, and where there is no such field")
    func outOfOrder() async throws {
        let bench = try await PaperBench()
        let numbered = try await bench.numbered()
        let (prepared, signed) = (bench.path("prepared"), bench.path("signed"))
        let tools = bench.tools
        let registrar = PaperBench.officer(.registrar)
        let out = bench.path("out")

        #expect(await paperRefusal { try await tools.seal(prepared, to: out, by: registrar) } == .notSignedByPerson)
        #expect(await paperRefusal { try await tools.seal(signed, to: out, by: registrar) } == .notNumbered)
        for role in Role.allCases where role != .registrar {
            let officer = PaperBench.officer(role)
            #expect(await paperRefusal { try await tools.seal(numbered, to: out, by: officer) } == .notRegistrar)
            #expect(
                await paperRefusal { try await tools.seal(numbered, to: out, by: officer, as: .copy("SAO Y")) }
                    == .notRegistrar)
        }
        func person(_ file: String, _ field: String, _ key: String) async -> PaperFault.Reason? {
            await paperRefusal {
                try await tools.sign(file, to: out, field: field, with: bench.key(key), image: nil)
            }
        }
        #expect(await person(prepared, "khac", "person") == .noField)
        #expect(await person(signed, "nguoiky1", "second") == .signedAlready)
        #expect(await person(signed, "kynhay1", "person") == .signedAlready)
        #expect(await person(numbered, "kynhay1", "second") == .numberedAlready)
        let again = await paperRefusal {
            try await tools.number(
                numbered, to: out, number: "08", reference: "08/QĐ-UBND", on: PaperBench.day(2026, 11, 6))
        }
        #expect(again == .filledAlready)
        #expect(await paperRefusal { try await tools.prepare(signed, to: out, PaperBench.layout) } == .signedAlready)
        #expect(!FileManager.default.fileExists(atPath: out), "a refusal leaves no file")

        try await tools.seal(numbered, to: bench.path("sealed"), by: registrar)
        #expect(
            await paperRefusal { try await tools.seal(bench.path("sealed"), to: out, by: registrar) } == .signedAlready)
        #expect(
            await paperRefusal {
                try await tools.seal(bench.path("sealed"), to: out, by: registrar, field: "khac")
            } == .signedAlready)
    }

    @Test("writes number and time without a picture on attachments and copies, upright on a turned page")
    func attachments() async throws {
        let bench = try await PaperBench()
        let registrar = PaperBench.officer(.registrar)
        try await bench.tools.seal(
            try await bench.make("plain"), to: bench.path("a"), by: registrar, as: .attachment(of: "07/QĐ-UBND"))
        let text = try await bench.text(bench.path("a"))
        #expect(text.contains(/07\/QĐ-UBND; thời gian ký \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00/))
        let turned = try await bench.make("plain", from: "90", "turned")
        let made = try await bench.tools.seal(turned, to: bench.path("b"), by: registrar, as: .copy("SAO Y; ỦY BAN"))
        let copy = try await bench.tools.verify(bench.path("b"))
        try copy.hold()
        let box = try #require(copy.signatures.first?.box)
        #expect(box.right > 842 - 30 && box.top < 25 && box.bottom - box.top < 20, "upper right of the turned page")
        #expect(made.signer == "Ủy ban nhân dân xã Bến Lim")
        #expect(abs(made.time.timeIntervalSinceNow) < 120)
        for file in ["a", "b"] {
            let other = try await bench.otherVerifier(bench.path(file))
            #expect(other.valid == 1 && other.trusted == 1)
        }
    }

    @Test("makes a place for the seal beside a person who signed in a field of their own")
    func besides() async throws {
        let bench = try await PaperBench()
        var layout = PaperBench.layout
        layout.seal = nil
        let base = try await bench.prepared(layout)
        try await bench.tools.sign(
            base, to: bench.path("1"), field: "nguoiky1", with: bench.key("person"), image: bench.handwriting)
        try await bench.tools.number(
            bench.path("1"), to: bench.path("2"), number: "07", reference: "07/QĐ-UBND", on: PaperBench.day(2026, 11, 5)
        )
        try await bench.tools.seal(bench.path("2"), to: bench.path("3"), by: PaperBench.officer(.registrar))
        let verdict = try await bench.tools.verify(bench.path("3"))
        try verdict.hold()
        let person = try #require(verdict.signatures.first?.box)
        let seal = try #require(verdict.signatures.last?.box)
        #expect(abs(seal.right - (person.left + (person.right - person.left) / 3)) < 0.1)
        #expect(try await bench.otherVerifier(bench.path("3")).valid == 2)
    }

    @Test(
        "is for the agency in a field of its own where an attachment's author made one of that name, and signed there")
    func takenField() async throws {
        let bench = try await PaperBench()
        let registrar = PaperBench.officer(.registrar)
        let taken = try await bench.make("taken", from: try await bench.make("plain"))
        try await bench.tools.sign(taken, to: bench.path("a"), field: "phuluc", with: bench.key("person"), image: nil)
        for (source, count) in [(taken, 1), (bench.path("a"), 2)] {
            let out = bench.path("sealed-\(count)")
            let made = try await bench.tools.seal(source, to: out, by: registrar, as: .attachment(of: "07/QĐ-UBND"))
            #expect(made.field == "phuluc2" && made.signer == "Ủy ban nhân dân xã Bến Lim")
            let signatures = try await bench.tools.verify(out).signatures
            #expect(signatures.count == count && signatures.allSatisfy { $0.integrity == .intact })
            let again = await paperRefusal {
                try await bench.tools.seal(out, to: bench.path("c"), by: registrar, as: .attachment(of: "08/QĐ-UBND"))
            }
            #expect(again == .signedAlready, "the agency's own, over the whole file")
        }
    }

    @Test("shows what is signed as it will be printed: fields of other forms and notes for paper alone are left out")
    func notes() async throws {
        let bench = try await PaperBench()
        _ = try await bench.tools.prepare(
            try await bench.make("noted"), to: bench.path("prepared-noted"), PaperBench.layout)
        let desk = try PaperDesk()
        let held = try desk.run(
            "qpdf", ["--qdf", "--object-streams=disable", bench.path("prepared-noted"), "-"])
        #expect(held.contains("(ca hai)") && !held.contains("(o cu)") && !held.contains("(chi tren giay)"))
    }
}
