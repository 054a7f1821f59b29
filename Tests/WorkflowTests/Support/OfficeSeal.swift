import Exchange
import Foundation
import TestOffice

/// An agency's key and certificate with the authority that it comes from; made with `openssl`, as by an administrator.
struct OfficeSeal: Sendable {
    let key: [UInt8]
    let certificate: [UInt8]
    let roots: TrustedRoots

    var signer: EnvelopeSigner { get throws { try EnvelopeSigner(key: key, certificate: certificate) } }

    init() throws {
        let folder = NSTemporaryDirectory() + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func openssl(_ arguments: String) throws {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/openssl")
            process.arguments = arguments.split(separator: " ").map(String.init)
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { throw Failed("openssl \(arguments)") }
        }
        let curve = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
        try openssl("req -x509 \(curve) -days 2 -keyout \(folder)/ca.key -out \(folder)/ca.pem -subj /CN=CA")
        try openssl("req \(curve) -keyout \(folder)/own.key -out \(folder)/own.csr -subj /CN=H99.18")
        try Data("keyUsage=critical,digitalSignature,nonRepudiation\n".utf8).write(to: URL(filePath: folder + "/ext"))
        try openssl(
            "x509 -req -in \(folder)/own.csr -CA \(folder)/ca.pem -CAkey \(folder)/ca.key -CAcreateserial -days 2 "
                + "-extfile \(folder)/ext -out \(folder)/own.pem")
        func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))) }
        key = try bytes("own.key")
        certificate = try bytes("own.pem")
        roots = try TrustedRoots(pem: try bytes("ca.pem"))
    }
}
