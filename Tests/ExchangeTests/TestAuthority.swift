import Exchange
import Foundation

/// A certificate authority of a test's own, made with the `openssl` command.
final class TestAuthority: Sendable {
    struct Leaf: Sendable {
        let key: [UInt8]
        let certificate: [UInt8]
        let keyFile: String
        let certificateFile: String

        func signer() throws(ExchangeError) -> EnvelopeSigner {
            try EnvelopeSigner(key: key, certificate: certificate)
        }
    }

    struct Failed: Error {
        let message: String
    }

    /// One for all tests that need nothing special: making keys takes a while.
    static let shared = try? TestAuthority()

    private let folder: TestFolder
    let certificate: [UInt8]
    var certificateFile: String { folder.path + "/ca.pem" }

    init() throws {
        folder = TestFolder()
        let path = folder.path
        try Self.openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out \(path)/ca.key")
        try Self.openssl("req -x509 -new -key \(path)/ca.key -subj /C=VN/O=Test/CN=CA -days 3650 -out \(path)/ca.pem")
        certificate = Self.bytes(path + "/ca.pem")
    }

    var roots: TrustedRoots {
        get throws { try TrustedRoots(pem: certificate) }
    }

    /// A key with its certificate; `key` is what `openssl genpkey` takes, such as `RSA -pkeyopt rsa_keygen_bits:2048`.
    func leaf(
        _ name: String, key: String, usage: String = "critical,digitalSignature,nonRepudiation"
    ) throws -> Leaf {
        let base = folder.path + "/" + name
        try Self.openssl("genpkey -algorithm \(key) -out \(base).key")
        try Self.openssl("req -new -key \(base).key -subj /C=VN/O=Test/CN=\(name) -out \(base).csr")
        try Data("keyUsage=\(usage)\n".utf8).write(to: URL(fileURLWithPath: base + ".ext"))
        try Self.openssl(
            "x509 -req -in \(base).csr -CA \(folder.path)/ca.pem -CAkey \(folder.path)/ca.key -CAcreateserial "
                + "-days 365 -extfile \(base).ext -out \(base).pem")
        return Leaf(
            key: Self.bytes(base + ".key"), certificate: Self.bytes(base + ".pem"), keyFile: base + ".key",
            certificateFile: base + ".pem")
    }

    /// A list of revoked certificates with that one in it.
    func revoking(_ leaf: Leaf) throws -> [UInt8] {
        let path = folder.path
        let settings = """
            [ca]
            default_ca = own
            [own]
            database = \(path)/index
            crlnumber = \(path)/number
            certificate = \(path)/ca.pem
            private_key = \(path)/ca.key
            default_md = sha256
            default_crl_days = 30
            """
        try Data(settings.utf8).write(to: URL(fileURLWithPath: path + "/settings"))
        try Data().write(to: URL(fileURLWithPath: path + "/index"))
        try Data("01\n".utf8).write(to: URL(fileURLWithPath: path + "/number"))
        try Self.openssl("ca -config \(path)/settings -revoke \(leaf.certificateFile)")
        try Self.openssl("ca -config \(path)/settings -gencrl -out \(path)/list.pem")
        return Self.bytes(path + "/list.pem")
    }

    /// Runs `openssl` with arguments that hold no blanks.
    static func openssl(_ arguments: String) throws {
        let output = try run("/usr/bin/openssl", arguments.split(separator: " ").map(String.init))
        guard output.status == 0 else { throw Failed(message: output.text) }
    }

    static func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, text: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    private static func bytes(_ path: String) -> [UInt8] {
        (try? Data(contentsOf: URL(fileURLWithPath: path))).map(Array.init) ?? []
    }
}

/// The verifier of the `xmlsec1` command, which shares no code of ours.
enum OtherVerifier {
    static let path = "/usr/bin/xmlsec1"

    static let isPresent: Bool = {
        let isPresent = FileManager.default.isExecutableFile(atPath: path)
        if !isPresent { print("skipped: the xmlsec1 command is not installed") }
        return isPresent
    }()

    static func verifies(_ file: String, trusting root: String) throws -> Bool {
        let result = try TestAuthority.run(
            path, ["--verify", "--trusted-pem", root, "--enabled-key-data", "x509", file])
        return result.status == 0
    }
}
