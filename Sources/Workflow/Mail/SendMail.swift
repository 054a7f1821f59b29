import Subprocess

/// Why a mail did not leave.
enum MailFault: Error, CustomStringConvertible {
    case notConfigured
    case failed(program: String, status: String)

    var description: String {
        switch self {
        case .notConfigured: "mail.from is no address of mail"
        case .failed(let program, let status): "\(program) ended with \(status)"
        }
    }
}

extension MailConfiguration {
    /// So long may the program take, in seconds.
    private static let patience = 60

    /// Hands a message to the program, which takes the recipients from its headers.
    ///
    /// - Throws: ``MailFault``
    func send(_ message: MailMessage) async throws {
        let result = try await run(
            .name("timeout"), arguments: ["-k", "5", "\(Self.patience)", program, "-t", "-i"],
            environment: .custom(["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"]),
            input: .string(message.serialized), output: .discarded, error: .discarded)
        guard result.terminationStatus.isSuccess else {
            throw MailFault.failed(program: program, status: "\(result.terminationStatus)")
        }
    }
}
