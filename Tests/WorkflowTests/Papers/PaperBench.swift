import Foundation
import Records
import TestOffice
import Workflow

/// A folder of papers for one test, with real certificates, a token and what signs.
struct PaperBench: Sendable {
    /// What all tests share, because making it takes a while: certificates, a token, pictures, a paper at each stage.
    struct Shared: Sendable {
        let folder: String
        let tokens: String
    }

    /// The stages of a paper, gone through once for all tests.
    private static let first = Task {
        let bench = try PaperBench(try await onThread { try make() })
        _ = try await bench.numbered()
        return bench
    }

    static let tools = TestData.repository.appending(path: ".tools/pdf").path
    static let isReady: Bool = {
        let isReady = ["\(tools)/bin/python", module, "/usr/bin/certutil"].allSatisfy {
            FileManager.default.fileExists(atPath: $0)
        }
        if !isReady { print("skipped: deploy/install --test has not made what signs papers") }
        return isReady
    }()
    static let module = "/usr/lib/softhsm/libsofthsm2.so"
    static let layout = PaperLayout(
        signers: [.init(field: "nguoiky1", name: "Trần Thị Lan")],
        initials: [.init(field: "kynhay1", for: .content), .init(field: "kynhay2", for: .format)])

    let shared: Shared
    let folder: String
    var tools: PaperTools

    /// A bench on which a paper was prepared, signed and numbered already.
    init() async throws {
        let first = try await Self.first.value
        try self.init(first.shared)
        for stage in ["prepared", "signed", "numbered"] {
            try FileManager.default.copyItem(atPath: first.path(stage), toPath: path(stage))
        }
    }

    /// One on which nothing was done yet.
    private init(_ shared: Shared) throws {
        self.shared = shared
        folder = shared.folder + "/" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        var configuration = PaperConfiguration()
        configuration.tools = Self.tools
        configuration.roots = shared.folder + "/roots"
        configuration.seal = .init(
            key: .pkcs11(
                module: Self.module, token: "coquan", key: "dau", pinFile: shared.folder + "/pin",
                surroundings: ["SOFTHSM2_CONF": shared.tokens]),
            certificate: shared.folder + "/agency.pem", image: shared.folder + "/seal.png")
        tools = PaperTools(configuration)
    }

    // MARK: what there is

    func path(_ name: String) -> String { "\(folder)/\(name).pdf" }
    func certificate(_ name: String) -> String { "\(shared.folder)/\(name).pem" }
    var handwriting: String { shared.folder + "/handwriting.png" }

    func key(_ name: String) -> PaperConfiguration.Key {
        .pkcs12(file: "\(shared.folder)/\(name).p12", passphraseFile: shared.folder + "/passphrase")
    }

    static func officer(_ role: Role) -> Officer {
        Officer(id: 1, agency: 1, unit: nil, login: "thu", name: "Thử", position: "", roles: [role])
    }

    static func day(_ year: Int, _ month: Int, _ day: Int) -> Day {
        Day(year: year, month: month, day: day) ?? Day(in: Date())
    }

    /// With another configuration.
    func with(_ change: (inout PaperConfiguration) -> Void) -> PaperTools {
        var configuration = tools.configuration
        change(&configuration)
        return PaperTools(configuration)
    }

    // MARK: the stages of a paper

    /// A paper of Tests/Papers/papers.py, made from another one or not.
    func make(_ what: String, from source: String? = nil, _ name: String? = nil) async throws -> String {
        let out = path(name ?? what)
        let arguments = [what, out] + (source.map { [$0] } ?? [])
        try await onThread { try Self.papers(arguments) }
        return out
    }

    func prepared(_ layout: PaperLayout = layout) async throws -> String {
        if layout == Self.layout, FileManager.default.fileExists(atPath: path("prepared")) { return path("prepared") }
        _ = try await tools.prepare(try await make("draft"), to: path("prepared"), layout)
        return path("prepared")
    }

    func signed(with name: String = "person", at time: Date? = nil) async throws -> (base: String, file: String) {
        let base = try await prepared()
        if name == "person", time == nil, FileManager.default.fileExists(atPath: path("signed")) {
            return (base, path("signed"))
        }
        try await tools.sign(
            base, to: path("signed"), field: "nguoiky1", with: key(name), image: handwriting, at: time)
        return (base, path("signed"))
    }

    func numbered() async throws -> String {
        if FileManager.default.fileExists(atPath: path("numbered")) { return path("numbered") }
        let signed = try await signed().file
        try await tools.number(
            signed, to: path("numbered"), number: "07", reference: "07/QĐ-UBND", on: Self.day(2026, 11, 5))
        return path("numbered")
    }

    func sealed() async throws -> String {
        try await tools.seal(try await numbered(), to: path("sealed"), by: Self.officer(.registrar))
        return path("sealed")
    }

    // MARK: the other verifier

    /// What poppler says of each signature: valid and trusted or not, by its own cryptography (NSS).
    func otherVerifier(_ file: String) async throws -> (valid: Int, trusted: Int, total: Bool) {
        let database = shared.folder + "/nss"
        let said = try await onThread { try Self.run("/usr/bin/pdfsig", ["-nssdir", database, file]) }
        return (
            said.matches(of: /Signature is Valid/).count, said.matches(of: /Certificate is Trusted/).count,
            said.contains(/Total document signed(?![\s\S]*Not total document signed)/)
        )
    }

    /// What a page shows, as text.
    func text(_ file: String) async throws -> String {
        try await onThread { try Self.run("/usr/bin/pdftotext", ["-layout", file, "-"]) }
    }

    /// Where the words of a file stand, as its reader sees the pages.
    func words(_ file: String) async throws -> [PaperPlace] {
        let said = try await onThread { try Self.run("/usr/bin/pdftotext", ["-bbox", file, "-"]) }
        var page = -1
        return said.split(separator: "\n").compactMap { line in
            if line.contains("<page ") { page += 1 }
            guard let word = line.firstMatch(of: /xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)"/),
                let left = Double(word.1), let top = Double(word.2), let right = Double(word.3),
                let bottom = Double(word.4)
            else { return nil }
            return PaperPlace(page: page, left: left, top: top, right: right, bottom: bottom)
        }
    }

    /// What the QR codes on the pages say, as a reader finds them that is not ours; nothing where there is none.
    func codes(_ file: String) async throws -> String {
        let picture = "\(folder)/\(UUID().uuidString)"
        return try await onThread {
            try Self.run("/usr/bin/pdftoppm", ["-r", "200", "-png", file, picture])
            // Its status says that there is none; that of the shell, which knows all pages' names, is well then.
            return try Self.run("/bin/sh", ["-c", "zbarimg --raw -q '\(picture)'-*.png 2>/dev/null || test $? -eq 4"])
        }
    }

    // MARK: making it

    private static func make() throws -> Shared {
        let folder = NSTemporaryDirectory() + "papers-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/tokens", withIntermediateDirectories: true)
        let script = TestData.repository.appending(path: "Tests/Papers/certificates.py").path
        try run("\(tools)/bin/python", ["-B", script, folder])
        for picture in ["handwriting", "seal"] { try papers([picture, "\(folder)/\(picture).png"]) }
        try write("directories.tokendir = \(folder)/tokens\nlog.level = ERROR\n", folder + "/softhsm.conf")
        try write("1234\n", folder + "/pin")
        let surroundings = ["SOFTHSM2_CONF": folder + "/softhsm.conf"]
        let token = ["--token", "coquan", "--pin", "1234"]
        let softhsm = "/usr/bin/softhsm2-util"
        try run(
            softhsm, ["--init-token", "--free", "--label", "coquan", "--pin", "1234", "--so-pin", "5678"], surroundings)
        try run(softhsm, ["--import", folder + "/agency.key", "--label", "dau", "--id", "01"] + token, surroundings)
        try FileManager.default.createDirectory(atPath: folder + "/nss", withIntermediateDirectories: true)
        let database = ["-d", folder + "/nss"]
        try run("/usr/bin/certutil", ["-N", "--empty-password"] + database)
        for (name, trust) in [("roots/root", "C,C,C"), ("below", ",,")] {
            try run("/usr/bin/certutil", ["-A", "-n", name, "-t", trust, "-i", "\(folder)/\(name).pem"] + database)
        }
        return Shared(folder: folder, tokens: folder + "/softhsm.conf")
    }

    private static func papers(_ arguments: [String]) throws {
        let script = TestData.repository.appending(path: "Tests/Papers/papers.py").path
        try run("\(tools)/bin/python", ["-B", script] + arguments)
    }

    private static func write(_ text: String, _ path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    @discardableResult
    private static func run(_ program: String, _ arguments: [String], _ more: [String: String] = [:]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"].merging(more) { $1 }
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed("\(program) \(arguments.first ?? ""): \(said)") }
        return said
    }
}

/// The word for why a paper was refused; nothing where it was not.
func paperRefusal<Value>(_ act: () async throws -> Value) async -> PaperFault.Reason? {
    do { _ = try await act() } catch let fault as PaperFault { return fault.reason } catch { return .internalFault }
    return nil
}
