import ArgumentParser
import Workflow

extension AuditCommand {
    struct Archive: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write months of the trail to archives, and leave them out of the database.",
            discussion: """
                Connect as the database's owner: no role of the service may take anything away. Without --month, every month
                that is older than the setting trail.months; never one that is over for less than twelve months. What
                belongs to a document stays in the database. Needs the login of an auditor; both are events of the trail.
                """)

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The auditor's login.") var login: String
        @Option(help: "Only this month, as 2025-01.") var month: String?
        @Flag(help: "Take what was archived, and read back, out of the database.") var leaveOut = false

        func run() async throws {
            try await settings.withOffice(asOwner: true) { office in
                let auditor = try await office.caller(as: login)
                try await office.archiveTrail(month: month, leaveOut: leaveOut, by: auditor) { month in
                    let rest = month.kept.map { ", left out but for \($0) events of documents" } ?? ""
                    print("archived\t\(month.month)\t\(month.file)\t\(month.events) events\(rest)")
                }
            }
        }
    }

    struct Erase: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Erase addresses, browsers and search words of events, where the law wants it.",
            discussion: """
                Connect as the database's owner. The events stay as they were sealed, and the trail stays whole; that it was
                done, and of which events, is an event. What is in archives already stays there. Needs the login of an
                auditor.
                """)

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The auditor's login.") var login: String
        @Option(parsing: .upToNextOption, help: ArgumentHelp("The events' numbers.", valueName: "number"))
        var event: [Int]
        @Option(help: "Why: the decision that orders it.") var reason: String

        func validate() throws {
            guard (1...1000).contains(event.count) else { throw ValidationError("Name 1 to 1000 events.") }
            guard !reason.allSatisfy(\.isWhitespace) else { throw ValidationError("Say why.") }
        }

        func run() async throws {
            try await settings.withOffice(asOwner: true) { office in
                let auditor = try await office.caller(as: login)
                let erased = try await office.eraseParticulars(of: event, because: reason, by: auditor)
                print("erased\t\(erased.map(String.init).joined(separator: " "))")
            }
        }
    }
}
