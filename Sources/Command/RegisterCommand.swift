import ArgumentParser
import Records
import Workflow

struct RegisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "Registers of outgoing documents, and their numbers.",
        subcommands: [Keep.self, Proof.self])

    struct Keep: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a register that counts some types by themselves, or give it other types.",
            discussion: "What no register names is counted by the agency's first register.")

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The administrator's login.") var login: String
        @Option(help: "A type that it counts, such as \"Quyết định\". May be repeated.") var type: [String] = []
        @Argument(help: "The register's name.") var name: String

        func run() async throws {
            try await settings.withOffice { office in
                _ = try await office.keepRegister(
                    named: name, counting: type, by: try await office.caller(as: login))
                print("Register \(name): \(type.isEmpty ? "no types yet" : type.joined(separator: ", ")).")
            }
        }
    }

    struct Proof: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show that no number of a year is missing (báo cáo đối soát số).")

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The registrar's login.") var login: String
        @Argument(help: "The year.") var year: Int

        func run() async throws {
            let missing = try await settings.withOffice { office in
                let caller = try await office.caller(as: login)
                var missing = 0
                for register in try await office.outgoingRegisters(by: caller) {
                    let proof = try await office.numberProof(of: register.id, year: year, by: caller)
                    print(
                        "\(proof.register) \(year): \(proof.given) given, \(proof.inForce) in force, \(proof.cancelled.count) cancelled, \(proof.reserved.count) reserved, \(proof.returned.count) returned, \(proof.missing.count) missing."
                    )
                    for (number, reason) in proof.cancelled { print("  \(number) cancelled: \(reason)") }
                    for (number, reason) in proof.returned { print("  \(number) returned: \(reason)") }
                    for number in proof.missing { print("  \(number) MISSING") }
                    missing += proof.missing.count
                }
                return missing
            }
            if missing > 0 { throw ExitCode.failure }
        }
    }
}
