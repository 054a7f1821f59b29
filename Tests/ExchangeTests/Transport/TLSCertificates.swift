import Foundation

/// A certificate authority of a test for connections, and what it vouches for; made with `openssl`, as by an administrator.
final class TLSCertificates: Sendable {
    struct Pair: Sendable {
        let certificate: String
        let key: String
    }

    private let folder = TestFolder()
    var roots: String { folder.path + "/ca.pem" }

    init() throws {
        try TestAuthority.openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -keyout \(folder.path)/ca.key "
                + "-out \(roots) -subj /CN=Test")
    }

    /// A certificate for a host or address, valid for so many days from now; with a negative number it is over.
    func issue(_ host: String, days: Int = 2) throws -> Pair {
        let base = "\(folder.path)/\(UUID().uuidString)"
        try TestAuthority.openssl(
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout \(base).key -out \(base).csr -subj /CN=\(host)"
        )
        let kind = host.first?.isNumber == true ? "IP" : "DNS"
        try Data("subjectAltName=\(kind):\(host)\n".utf8).write(to: URL(fileURLWithPath: base + ".ext"))
        try TestAuthority.openssl(
            "x509 -req -in \(base).csr -CA \(roots) -CAkey \(folder.path)/ca.key -CAcreateserial -days \(days) "
                + "-extfile \(base).ext -out \(base).pem")
        return Pair(certificate: base + ".pem", key: base + ".key")
    }
}
