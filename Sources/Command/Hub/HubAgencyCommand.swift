import ArgumentParser
import Crypto
import Foundation
import Workflow

struct HubAgencyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agency", abstract: "The hub's directory of agencies.",
        subcommands: [Add.self, List.self, Import.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enter an agency, and let a system send and fetch for it.",
            discussion: """
                A system that is new gets a secret, which is printed once and never again. Several agencies may share a system.
                Called again with the same code it corrects the entry; --new-secret gives the system another secret.
                """)

        @OptionGroup var options: HubOptions
        @Option(help: "The system that sends and fetches for the agency: letters, digits, dots, hyphens.") var system:
            String
        @Option(help: "The code of the agency above it.") var parent = ""
        @Option(help: "Its mail address, for the directory.") var mail = ""
        @Flag(help: "Give the system another secret; the old one ends within a second.") var newSecret = false
        @Argument(help: "The identifier code, such as H99.01.") var code: String
        @Argument(help: "The name.") var name: String

        func run() async throws {
            try await options.withHub { hub in
                let isKnown = try await hub.hasSystem(system)
                if newSecret || !isKnown {
                    let secret = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }
                    try await hub.admitSystem(system, secret: secret)
                    print("system\t\(system)\nsecret\t\(secret)")
                }
                _ = try await hub.enter([
                    NewHubAgency(code: code, name: name, parentCode: parent, mail: mail, system: system)
                ])
                print("agency\t\(code)\t\(name)")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the agencies: code, name, system (- where it is only in the directory).")

        @OptionGroup var options: HubOptions

        func run() async throws {
            try await options.withHub { hub in
                var last = 0
                while true {
                    let page = try await hub.directory(after: last, count: 1000)
                    for agency in page where agency.isActive {
                        print("\(agency.code)\t\(agency.name)\t\(agency.system ?? "-")")
                    }
                    guard page.count == 1000, let end = page.last?.version else { return }
                    last = end
                }
            }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enter or correct many agencies from a CSV file.",
            discussion: """
                Each line has a code and a name and, where there are, the code of the agency above and a mail address. All are
                entered or, where one line is wrong, none. Which system serves an agency stays as it is.
                """)

        @OptionGroup var options: HubOptions
        @Argument(help: "The file, in UTF-8.") var file: String

        func run() async throws {
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw Spoken(ValidationError("\(file) cannot be read as UTF-8."))
            }
            guard let agencies = NewHubAgency.list(csv: text) else {
                throw Spoken(ValidationError("\(file) is no list of codes and names between commas."))
            }
            try await options.withHub { hub in
                print("\(try await hub.enter(agencies)) of \(agencies.count) agencies are new or changed.")
            }
        }
    }
}
