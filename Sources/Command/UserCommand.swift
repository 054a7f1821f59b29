public import ArgumentParser
import Foundation
public import Records
import Workflow

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Accounts of officers: add, list, change, close.",
        subcommands: [Add.self, List.self, Password.self, Roles.self, Close.self, Open.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account.",
            discussion: "The password is asked for, or read from the first line of standard input.")

        @OptionGroup var settings: SettingsOptions
        @Option(help: "The agency's code, where there are several.") var agency: String?
        @Option(
            help: ArgumentHelp("A role: \(Role.allCases.map(\.rawValue).joined(separator: ", ")). May be repeated."))
        var role: [Role]
        @Option(help: "The unit's name.") var unit: String?
        @Option(help: "The office held, such as “Trưởng ban”.") var position = ""
        @Argument(help: "The name to sign in with.") var login: String
        @Argument(help: "The person's name.") var name: String

        func run() async throws {
            let password = try askPassword()
            try await settings.withOffice { office in
                let new = NewOfficer(
                    login: login, name: name, position: position, unit: unit, roles: Set(role), password: password)
                let id = try await office.addOfficer(new, by: office.caller(in: agency))
                print("Account \(login) made (\(id)).")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List every account.")

        @OptionGroup var settings: SettingsOptions
        @Option(help: "The agency's code, where there are several.") var agency: String?

        func run() async throws {
            try await settings.withOffice { office in
                for account in try await office.officers(by: office.caller(in: agency)) {
                    let roles = account.officer.roles.map(\.rawValue).sorted().joined(separator: ",")
                    let state = account.active ? "" : "\tclosed"
                    print("\(account.officer.login)\t\(account.officer.name)\t\(account.unitName)\t\(roles)\(state)")
                }
            }
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set a new password and end every session of the account.",
            discussion: "The password is asked for, or read from the first line of standard input.")

        @OptionGroup var settings: SettingsOptions
        @Option(help: "The agency's code, where there are several.") var agency: String?
        @Argument var login: String

        func run() async throws {
            let password = try askPassword()
            try await settings.withOffice {
                try await $0.setPassword(of: login, to: password, by: $0.caller(in: agency))
            }
        }
    }

    struct Roles: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give an account other roles.")

        @OptionGroup var settings: SettingsOptions
        @Option(help: "The agency's code, where there are several.") var agency: String?
        @Argument var login: String
        @Argument var roles: [Role]

        func run() async throws {
            try await settings.withOffice {
                try await $0.setRoles(of: login, to: Set(roles), by: $0.caller(in: agency))
            }
        }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close the account of someone who left; it ends at once.")

        @OptionGroup var settings: SettingsOptions
        @Option(help: "The agency's code, where there are several.") var agency: String?
        @Argument var login: String

        func run() async throws {
            try await settings.withOffice { try await $0.setActive(of: login, false, by: $0.caller(in: agency)) }
        }
    }

    struct Open: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Open a closed account again.")

        @OptionGroup var settings: SettingsOptions
        @Option(help: "The agency's code, where there are several.") var agency: String?
        @Argument var login: String

        func run() async throws {
            try await settings.withOffice { try await $0.setActive(of: login, true, by: $0.caller(in: agency)) }
        }
    }
}

extension Role: ExpressibleByArgument {}

/// Asks without showing what is typed; from a pipe, reads a line.
private func askPassword() throws -> String {
    if isatty(STDIN_FILENO) == 1 {
        guard let typed = getpass("Password (12 characters at least): ") else { throw ExitCode.failure }
        return String(cString: typed)
    }
    guard let line = readLine(), !line.isEmpty else { throw ValidationError("No password on standard input.") }
    return line
}
