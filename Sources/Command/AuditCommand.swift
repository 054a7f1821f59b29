import ArgumentParser
import Foundation
import Records
import Workflow

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The audit trail: who did, saw or was refused what.",
        subcommands: [
            List.self, Verify.self, Prove.self, Mail.self, Collected.self, Archive.self, Erase.self, OpenLog.self,
            Witness.self, Stamps.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write events to standard output, newest first: as CSV, or a line each for a collector.",
            discussion: "Needs the login of an auditor; asking is an event as well.")

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The auditor's login.") var login: String
        @Option(help: "Only this officer's events, by login.") var officer: String?
        @Option(help: "Only the document with this number, as 15/2026.") var document: String?
        @Option(help: ArgumentHelp("Only this act, such as incoming.viewed.", valueName: "act")) var act: String?
        @Option(help: "Only allowed, refused or failed.") var outcome: String?
        @Option(
            help: "Only a part, such as refused, offHours, keepers, rights, signIns; several combine.")
        var kind: [String] = []
        @Option(help: "From this day on (22/11/2026).") var from: String?
        @Option(help: "Until the end of this day.") var to: String?
        @Option(help: "csv, jsonl, rfc5424 (syslog), cef, ocsf or ecs.") var format = "csv"

        func run() async throws {
            try await settings.withOffice { office in
                let auditor = try await office.caller(as: login)
                let form = format == "csv" ? nil : try Self.choice(format, "format", TrailFormat.allCases)
                _ = try await office.exportTrail(try await filter(office), as: form, by: auditor) { text in
                    FileHandle.standardOutput.write(Data(text.utf8))
                }
            }
        }

        private func filter(_ office: Workflow) async throws -> TrailFilter {
            var filter = TrailFilter()
            if let officer { filter.officer = try await office.caller(as: officer).officer.id }
            if let document { (filter.number, filter.year) = try AuditCommand.number(document) }
            filter.action = try act.map { try Self.choice($0, "act", AuditEvent.Action.allCases) }
            filter.outcome = try outcome.map { try Self.choice($0, "outcome", AuditEvent.Outcome.allCases) }
            filter.kinds = Set(try kind.map { try Self.choice($0, "kind", TrailFilter.Kind.allCases) })
            filter.from = try from.map { try Self.day($0).start }
            filter.to = try to.map { try Self.day($0).adding(days: 1).start }
            return filter
        }

        private static func choice<Choice: RawRepresentable<String>>(_ text: String, _ what: String, _ all: [Choice])
            throws -> Choice
        {
            guard let choice = Choice(rawValue: text) else {
                throw ValidationError("No \(what) “\(text)”; there are \(all.map(\.rawValue).joined(separator: ", ")).")
            }
            return choice
        }

        private static func day(_ text: String) throws -> Day {
            guard let day = Day(typed: text) else {
                throw ValidationError("“\(text)” is no date; write it as 22/11/2026.")
            }
            return day
        }
    }

    /// A document's number in its register, with its year where it is said.
    static func number(_ text: String) throws -> (Int?, Int?) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(parts.count), !parts.contains(nil) else {
            throw ValidationError("A number is written as 15/2026.")
        }
        return (parts[0], parts.count > 1 ? parts[1] : nil)
    }
}
