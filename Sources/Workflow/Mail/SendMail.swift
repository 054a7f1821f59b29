import Foundation
import Glibc
import Subprocess
import SystemPackage

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
        let letter = try Self.file(of: message.serialized)
        let result = try await run(
            .name("timeout"), arguments: ["-k", "5", "\(Self.patience)", program, "-t", "-i"],
            environment: .custom(["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"]),
            input: .fileDescriptor(letter, closeAfterSpawningProcess: true), output: .discarded, error: .discarded)
        guard result.terminationStatus.isSuccess else {
            throw MailFault.failed(program: program, status: "\(result.terminationStatus)")
        }
    }

    /// A text as an open file without a name.
    ///
    /// Through a pipe, a program that ends before it has read all of it would take the service with it:
    /// swift-subprocess stops where its writer could not finish.
    private static func file(of text: String) throws -> FileDescriptor {
        let path = FilePath(NSTemporaryDirectory()).appending("congvan-mail-\(UUID().uuidString)")
        let file = try FileDescriptor.open(
            path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
        unlink(path.string)
        do {
            try file.writeAll(text.utf8)
            try file.seek(offset: 0, from: .start)
        } catch {
            try? file.close()
            throw error
        }
        return file
    }
}
