import Foundation
import Records
import TestOffice
import Testing
import Workflow

@Suite("A paper that was signed outside", .enabled(if: PaperBench.isReady), .serialized)
struct SignedOutsideTests {
    /// Why a file is not accepted as the one that was handed out, with one signature more.
    private func refusal(_ bench: PaperBench, _ file: String, base: String) async throws -> PaperFault.Reason? {
        let verdict = try await bench.tools.verify(file, base: base)
        return await paperRefusal { try verdict.added() }
    }

    @Test("is accepted with who signed, when, and over which bytes")
    func accepted() async throws {
        let bench = try await PaperBench()
        let (base, file) = try await bench.signed()
        let signature = try await bench.tools.verify(file, base: base).added()
        #expect(signature.signer == "Trần Thị Lan")
        #expect(signature.organisation == "Ủy ban nhân dân xã Bến Lim")
        #expect(signature.issuer == "Cấp dưới thử")
        #expect(signature.digest == "sha256" && signature.covers == .file && signature.chain == .trusted)
        #expect(abs(try #require(signature.claimed).timeIntervalSinceNow) < 120)
        let size = try #require(
            try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int)
        #expect(try #require(signature.signedBytes) < size && signature.signedBytes ?? 0 > 10_000)
        #expect(signature.fingerprint?.count == 64)
        let other = try await bench.otherVerifier(file)
        #expect(other.valid == 1 && other.trusted == 1 && other.total)
    }

    @Test(
        "is refused where the certificate is not one that the office trusts",
        arguments: [
            ("unknown", PaperFault.Reason.unknownIssuer), ("revoked", .revoked), ("server", .wrongUsage),
            ("cipher", .wrongUsage), ("weak", .weak), ("expired", .expired), ("future", .notYetValid),
        ])
    func certificates(name: String, reason: PaperFault.Reason) async throws {
        let bench = try await PaperBench()
        let year = ["expired": 2020, "future": 2090][name]
        let time = try year.map { try Date("\($0)-06-01T00:00:00Z", strategy: .iso8601) }
        let (base, file) = try await bench.signed(with: name, at: time)
        #expect(try await refusal(bench, file, base: base) == reason)
        #expect(try await bench.otherVerifier(file).valid == 1, "the fault is the certificate's alone")
    }

    @Test("is judged at the time that is asked for, and by roots and lists that are there and up to date")
    func moments() async throws {
        let bench = try await PaperBench()
        let (base, file) = try await bench.signed()
        let later = try await bench.tools.verify(file, base: base, at: Date(timeIntervalSinceNow: 60 * 86400))
        #expect(await paperRefusal { try later.added() } == .listOutdated)
        let before = try await bench.tools.verify(file, at: Date(timeIntervalSinceNow: -30 * 86400))
        #expect(before.signatures.first?.chain == .notYetValid)
        let nobody = try await bench.with { $0.roots = nil }.verify(file, base: base)
        #expect(await paperRefusal { try nobody.added() } == .noRoots)
        let broken = bench.with { $0.roots = bench.shared.folder + "/passphrase" }
        #expect(await paperRefusal { try await broken.verify(file) } == .badRoots)
    }

    @Test(
        "is refused where what was signed is not what was handed out",
        arguments: [
            ("changed", PaperFault.Reason.altered), ("replaced", .altered), ("covered", .altered), ("hiding", .altered),
            ("several", .altered), ("taken", .altered), ("rewritten", .changed),
        ])
    func changedBefore(what: String, reason: PaperFault.Reason) async throws {
        let bench = try await PaperBench()
        let base = try await bench.prepared()
        let changed = try await bench.make(what, from: base)
        #expect(try await refusal(bench, changed, base: base) == reason)
        try await bench.tools.sign(
            changed, to: bench.path("signed"), field: "nguoiky1", with: bench.key("person"), image: nil)
        // The signature itself is genuine, which is why it is not enough.
        #expect(try await bench.tools.verify(bench.path("signed")).signatures.first?.isGood == true)
        #expect(try await refusal(bench, bench.path("signed"), base: base) == reason)
    }

    @Test(
        "is refused where something was done to it after signing",
        arguments: [
            ("changed", PaperFault.Reason.altered), ("replaced", .altered), ("covered", .altered),
            ("filled", .notCovered),
            ("appended", .notCovered), ("uncovered", .notCovered), ("tampered", .changed), ("forged", .forged),
            ("rewritten", .changed),
        ])
    func changedAfter(what: String, reason: PaperFault.Reason) async throws {
        let bench = try await PaperBench()
        let (base, file) = try await bench.signed()
        let changed = try await bench.make(what, from: file)
        #expect(try await refusal(bench, changed, base: base) == reason)
        let alone = try await bench.tools.verify(changed)
        #expect(await paperRefusal { try alone.hold() } != nil, "nor does it hold on its own")
        if ["tampered", "forged"].contains(what) { #expect(try await bench.otherVerifier(changed).valid == 0) }
    }

    @Test("is refused where nobody signed, or more than one did, or it is another paper")
    func others() async throws {
        let bench = try await PaperBench()
        let (base, file) = try await bench.signed()
        #expect(try await refusal(bench, base, base: base) == .nothingSigned)
        #expect(try await refusal(bench, file, base: file) == .nothingSigned)
        #expect(try await refusal(bench, file, base: try await bench.make("plain")) == .changed)
        try await bench.tools.sign(
            file, to: bench.path("two"), field: "kynhay1", with: bench.key("second"), image: nil)
        #expect(try await refusal(bench, bench.path("two"), base: base) == .severalSigned)
        #expect(try await refusal(bench, bench.path("two"), base: file) == nil)
    }

    @Test("is not signed by the agency after somebody touched it")
    func sealing() async throws {
        let bench = try await PaperBench()
        let numbered = try await bench.numbered()
        for what in ["changed", "covered", "replaced"] {
            let changed = try await bench.make(what, from: numbered)
            let reason = await paperRefusal {
                try await bench.tools.seal(changed, to: bench.path("out"), by: PaperBench.officer(.registrar))
            }
            #expect(reason == .brokenBefore, "\(what)")
        }
        let sealed = try await bench.sealed()
        let filled = try await bench.make("filled", from: sealed)
        let verdict = try await bench.tools.verify(filled)
        #expect(verdict.signatures.last?.later == .forbidden, "the seal locks number and date")
    }
}
