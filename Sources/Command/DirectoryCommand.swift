import ArgumentParser
import Foundation
import Records
import Workflow

struct DirectoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "directory", abstract: "The agencies that documents can be sent to.",
        subcommands: [Import.self, SyncDirectory.self])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enter a list of agencies from a CSV file.",
            discussion: """
                The first line names the columns: code and name and, where the list has them, parent, linked (the other of
                an old and a new code), peer (which transport reaches it), largest (the largest envelope it takes, in
                bytes) and left. The same file again changes nothing. A line that is wrong keeps the whole file out,
                unless --skip-faulty is given; each is told with its number, and the status is 65 then.
                """)

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The administrator's login.") var login: String
        @Option(help: "The list's name: what it has no more is looked for among what it named last.") var source = "csv"
        @Option(help: "The peer of the agencies for which the list names none.") var peer = ""
        @Flag(help: "The list is complete: agencies of it that it has no more have left.") var complete = false
        @Flag(help: "Leave out the lines that are wrong.") var skipFaulty = false
        @Argument(help: "The file.") var file: String

        func run() async throws {
            var rules = DirectoryImportRules()
            rules.source = source
            rules.peer = peer
            rules.isComplete = complete
            rules.leavesOutFaulty = skipFaulty
            let chosen = rules
            let outcome = try await settings.withOffice { office in
                do {
                    return try await office.importDirectory(file, chosen, by: try await office.caller(as: login)) {
                        FileHandle.standardError.write(Data("\r\($0) agencies, \($1) bytes   ".utf8))
                    }
                } catch let fault as DirectoryFault {
                    throw ValidationError("Line \(fault.line): \(fault.rule)")
                }
            }
            FileHandle.standardError.write(Data("\n".utf8))
            for fault in outcome.faults { print("line \(fault.line): \(fault.rule)") }
            let changes = outcome.changes
            print(
                "\(changes.added) added, \(changes.changed) changed, \(changes.unchanged) unchanged, "
                    + "\(changes.left) left, \(outcome.faultCount) lines wrong")
            if outcome.faultCount > 0 { throw ExitCode(65) }
        }
    }
}
