import Foundation

/// OpenSSL's program for time stamps (RFC 3161).
struct TimeStampTool: Sendable {
    /// Why a time stamp is not kept.
    enum Fault: Error, Sendable, Equatable, CustomStringConvertible {
        case noQuery
        /// The answer is not by somebody whom the roots stand for, or not over what was asked.
        case refused

        var description: String {
            switch self {
            case .noQuery: "openssl makes no query: is it installed?"
            case .refused: "the answer is no time stamp over what was asked, by whom trail.stamp-roots stand for"
            }
        }
    }

    /// A file of certificates (PEM) that the server's must come from; the system's where left out.
    let roots: String?

    /// Asks for a stamp over the SHA-256 of these bytes, under a new nonce and with the server's certificate (DER).
    func query(over bytes: [UInt8]) async throws -> [UInt8] {
        try await withFolder { folder in
            let data = "\(folder)/data"
            try Data(bytes).write(to: URL(filePath: data))
            let query = await openssl(["ts", "-query", "-data", data, "-sha256", "-cert"])
            guard let query, !query.isEmpty else { throw Fault.noQuery }
            return query
        }
    }

    /// Checks an answer: what it stamps, the nonce, the signature, and the chain up to the roots.
    ///
    /// - Throws: ``Fault/refused``
    func check(_ reply: [UInt8], to query: [UInt8]) async throws {
        try await withFolder { folder in
            try Data(query).write(to: URL(filePath: "\(folder)/query"))
            try Data(reply).write(to: URL(filePath: "\(folder)/reply"))
            let trust = roots.map { ["-CAfile", $0] } ?? ["-CApath", "/etc/ssl/certs"]
            let said = await openssl(
                ["ts", "-verify", "-queryfile", "\(folder)/query", "-in", "\(folder)/reply"] + trust)
            guard said != nil else { throw Fault.refused }
        }
    }

    private func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let folder = NSTemporaryDirectory() + "stamp-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    /// What it prints; `nil` where it says no.
    private func openssl(_ arguments: [String]) async -> [UInt8]? {
        await LimitedProgram.output(of: "openssl", arguments, limit: 1 << 20)
    }
}
