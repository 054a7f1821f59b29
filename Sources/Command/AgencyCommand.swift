import ArgumentParser
import Records
import Workflow

struct AgencyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agency", abstract: "Agencies that keep their registers here.",
        subcommands: [Add.self, Abbreviate.self, List.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set up an agency with its units and registers of incoming and outgoing documents.",
            discussion: "Called again with the same code, it adds units that are missing and changes nothing else.")

        @OptionGroup var settings: SettingsOptions
        @Option(help: "A unit's name. May be repeated.") var unit: [String] = []
        @Option(help: "The agency above it.") var parent = ""
        @Argument(help: "The identifier code, such as H01.02.") var code: String
        @Argument(help: "The name.") var name: String

        func run() async throws {
            try await settings.withOffice { office in
                let agency = try await office.foundAgency(code: code, name: name, parent: parent, units: unit)
                print("Agency \(agency.code) \(agency.name).")
            }
        }
    }

    struct Abbreviate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say how the agency, or a unit, is abbreviated in symbols, such as HPN in 12/QĐ-HPN.",
            discussion: "Without one it is the first letters of the name.")

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The administrator's login.") var login: String
        @Option(help: "A unit's name; without one it is the agency.") var unit: String?
        @Argument(help: "The abbreviation.") var abbreviation: String

        func run() async throws {
            try await settings.withOffice { office in
                try await office.abbreviate(unit: unit, as: abbreviation, by: try await office.caller(as: login))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the agencies.")

        @OptionGroup var settings: SettingsOptions

        func run() async throws {
            try await settings.withOffice { office in
                for agency in try await office.agencies() { print("\(agency.code)\t\(agency.name)") }
            }
        }
    }
}
