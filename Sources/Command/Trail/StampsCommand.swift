import ArgumentParser
import Foundation
import Workflow

extension AuditCommand {
    struct Stamps: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the time stamps over the log's checkpoints (RFC 3161), and how to check them without us.",
            discussion: """
                FOLDER gets checkpoint-LOG-SIZE, what is stamped, and checkpoint-LOG-SIZE.tsr, the server's answer. Prints for
                each the line of OpenSSL that checks it; ROOTS stands for the authority's certificates, got from itself.
                Needs the login of an auditor; asking is an event as well.
                """)

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The auditor's login.") var login: String
        @Option(help: ArgumentHelp("Where the files go.", valueName: "folder")) var into: String

        func run() async throws {
            let folder = URL(filePath: into)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let count = try await settings.withOffice { office in
                try await office.stamps(by: try await office.caller(as: login)) { stamp in
                    let name = "checkpoint-\(stamp.log)-\(stamp.size)"
                    try Data(stamp.note.utf8).write(to: folder.appending(path: name))
                    let token = Self.free("\(name).tsr", in: folder, for: stamp.token)
                    try Data(stamp.token).write(to: folder.appending(path: token))
                    print("openssl ts -verify -data \(name) -in \(token) -CAfile ROOTS    # \(stamp.authority)")
                }
            }
            guard count > 0 else { throw Spoken(ValidationError("There is no time stamp yet.")) }
        }

        /// Several authorities may have stamped one checkpoint.
        private static func free(_ name: String, in folder: URL, for token: [UInt8]) -> String {
            var (candidate, number) = (name, 1)
            while let there = try? Data(contentsOf: folder.appending(path: candidate)), Array(there) != token {
                number += 1
                candidate = name.replacing(".tsr", with: "-\(number).tsr")
            }
            return candidate
        }
    }
}
