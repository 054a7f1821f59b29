import ArgumentParser
import Workflow

extension AuditCommand {
    struct OpenLog: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open the next log after the database went back: the trail is sealed again, under a new key.",
            discussion: """
                Connect as the database's owner, on the machine and as the account that the office runs as, so that it can
                read the key. Shows what is not as it was signed; refuses where nothing is. The first entry of the new log
                holds the last checkpoint that was published and the incident, for everybody to read: name no person. The
                office goes on by itself.
                """)

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The auditor's login.") var login: String
        @Option(help: "What happened, and where it is on file.") var incident: String
        @Flag(help: "Open it though nothing is wrong, as where a key may be in wrong hands.") var evenSo = false

        func run() async throws {
            let opened = try await settings.withOffice { office in
                try await office.openLog(incident: incident, evenSo: evenSo, by: try await office.caller(as: login))
            }
            let found = opened.found
            print(
                """
                found\t\(found.fault ?? "nothing wrong")
                published\t\(found.published) entries of log \(found.publishedLog)
                database\tseals \(found.sealed) entries of log \(found.currentLog)
                agreed\tup to \(found.agreed)\(found.differs.map { "; the first that differs is \($0)" } ?? "")
                opened\tlog \(opened.log); write its key down, where the office cannot reach it:
                key\t\(opened.verifierKey)
                """)
        }
    }
}
