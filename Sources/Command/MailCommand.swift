import ArgumentParser
import Foundation
import Workflow

extension AuditCommand {
    struct Mail: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Mail the saved questions that auditors marked, as the service does once a day.",
            discussion: """
                Those that were mailed today are left out. Ends with status 1 where a mail did not leave; it is tried again
                in the next round.
                """)

        @OptionGroup var settings: SettingsOptions
        @Flag(help: "Those that were mailed today, too.") var all = false

        func run() async throws {
            let mails = try await settings.withOffice { try await $0.mailQuestions(all: all) }
            print("sent\t\(mails.sent)")
            for failure in mails.failures { FileHandle.standardError.write(Data("not sent\t\(failure)\n".utf8)) }
            if !mails.failures.isEmpty { throw ExitCode.failure }
        }
    }
}
