import Foundation
import Records
import TestOffice
import Testing
import Workflow

@Suite("The agency's key", .enabled(if: PaperBench.isReady), .serialized)
struct SealKeyTests {
    /// Why the seal is refused with this configuration.
    private func refusal(
        _ bench: PaperBench, _ numbered: String, _ change: (inout PaperConfiguration) -> Void
    ) async -> PaperFault.Reason? {
        let tools = bench.with(change)
        return await paperRefusal {
            try await tools.seal(numbered, to: bench.path("out"), by: PaperBench.officer(.registrar))
        }
    }

    private func token(
        _ bench: PaperBench, token: String = "coquan", key: String = "dau", pin: String = "pin",
        module: String = PaperBench.module
    ) -> PaperConfiguration.Key {
        .pkcs11(
            module: module, token: token, key: key, pinFile: "\(bench.shared.folder)/\(pin)",
            surroundings: ["SOFTHSM2_CONF": bench.shared.tokens])
    }

    @Test("is told apart from a wrong PIN, token, label, module, certificate or passphrase, and from an expired one")
    func faults() async throws {
        let bench = try await PaperBench()
        let numbered = try await bench.numbered()
        let folder = bench.shared.folder
        #expect(await refusal(bench, numbered) { $0.seal?.key = token(bench, pin: "wrong") } == .badSecret)
        #expect(await refusal(bench, numbered) { $0.seal?.key = token(bench, pin: "missing") } == .badSecret)
        #expect(await refusal(bench, numbered) { $0.seal?.key = token(bench, token: "khac") } == .noToken)
        #expect(await refusal(bench, numbered) { $0.seal?.key = token(bench, key: "khac") } == .badKey)
        #expect(await refusal(bench, numbered) { $0.seal?.key = token(bench, module: "/nonexistent.so") } == .noToken)
        #expect(await refusal(bench, numbered) { $0.seal?.certificate = bench.certificate("second") } == .badKey)
        #expect(await refusal(bench, numbered) { $0.seal?.certificate = bench.certificate("expired") } == .keyExpired)
        #expect(await refusal(bench, numbered) { $0.seal = nil } == .noKey)
        #expect(await refusal(bench, numbered) { $0.tools = nil } == .notSet)
        #expect(await refusal(bench, numbered) { $0.tools = "/nonexistent" } == .internalFault)
        let wrong = PaperConfiguration.Key.pkcs12(file: folder + "/agency.p12", passphraseFile: folder + "/wrong")
        #expect(await refusal(bench, numbered) { $0.seal?.key = wrong } == .badSecret)
        let none = PaperConfiguration.Key.pkcs12(file: folder + "/pin", passphraseFile: folder + "/passphrase")
        #expect(await refusal(bench, numbered) { $0.seal?.key = none } == .badKey)
        #expect(await refusal(bench, numbered) { $0.seal?.image = folder + "/pin" } == .badImage)
        #expect(!FileManager.default.fileExists(atPath: bench.path("out")), "a refusal leaves no file")
    }

    @Test("may lie in a PKCS#12 file")
    func file() async throws {
        let bench = try await PaperBench()
        let tools = bench.with { $0.seal = .init(key: bench.key("agency")) }
        try await tools.seal(try await bench.numbered(), to: bench.path("out"), by: PaperBench.officer(.registrar))
        try await tools.verify(bench.path("out")).hold()
        #expect(try await bench.otherVerifier(bench.path("out")).valid == 2)
    }

    @Test("signs with the time of a server of time stamps, and not without where one is set")
    func stamps() async throws {
        let bench = try await PaperBench()
        let server = try await onThread { Transfer(value: try TimeStampServer()) }.value
        defer { server.stop() }
        try FileManager.default.createDirectory(atPath: bench.folder + "/roots", withIntermediateDirectories: false)
        for (file, name) in [(bench.shared.folder + "/roots/root.pem", "root"), (server.roots, "stamps")] {
            try FileManager.default.copyItem(atPath: file, toPath: "\(bench.folder)/roots/\(name).pem")
        }
        let base = try await bench.prepared()
        func sign(_ path: String, _ out: String) async throws -> PaperSigned {
            try await bench.with { $0.stampAddress = server.address(path) }.sign(
                base, to: bench.path(out), field: "nguoiky1", with: bench.key("person"), image: nil)
        }
        _ = try await sign("honest", "stamped")
        let tools = bench.with { $0.roots = bench.folder + "/roots" }
        let stamped = try #require(try await tools.verify(bench.path("stamped"), base: base).added().stamped)
        #expect(abs(stamped.timeIntervalSinceNow) < 120)
        #expect(try await bench.otherVerifier(bench.path("stamped")).valid == 1)
        // Long after, the stamp shows that the certificate was valid when it signed; without it, it has expired.
        let later = Date(timeIntervalSinceNow: 2 * 365 * 86400)
        _ = try await bench.signed()
        #expect(try await tools.verify(bench.path("signed"), at: later).signatures.first?.chain == .expired)
        for lie in ["page", "refusal", "nothing", "other-nonce", "other-digest", "away"] {
            #expect(await paperRefusal { try await sign(lie, "out") } == .noStamp, "\(lie)")
        }
    }

    @Test("is looked for at the start, and what is missing is told")
    func start() async throws {
        let bench = try await PaperBench()
        let good = bench.tools.configuration
        var bad = good
        bad.seal?.image = "/nonexistent/seal.png"
        bad.tools = "/nonexistent"
        #expect(try await reasons(good).isEmpty)
        let told = try await reasons(bad)
        #expect(told.count == 2 && told[0].contains("pdf.tools") && told[1].contains("seal.png"))
    }

    /// Why an office does not start, for the part that is about papers.
    private func reasons(_ papers: PaperConfiguration) async throws -> [String] {
        try await withOffice({ $0.papers = papers }) { office in
            do { try await office.workflow.checkBeforeServing() } catch let refusal as StartupRefusal {
                return refusal.reasons.filter { $0.contains(/[Pp]DF/) }
            }
            return []
        }
    }

    private struct Transfer: @unchecked Sendable {
        // The server is handed from the thread that started it to the test, and used by it alone.
        let value: TimeStampServer
    }
}
