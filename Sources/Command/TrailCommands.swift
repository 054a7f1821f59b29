import ArgumentParser
import Foundation
import Workflow

extension AuditCommand {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Recompute the whole trail and compare it with what was sealed and signed.",
            discussion: """
                Needs the login of an auditor; asking is an event as well. Ends with status 1 and names the first event that
                was altered, removed, inserted or reordered. Compare the key with the one you wrote down when it was made.

                With --state, only what came since the last run with that file is compared with the database, and a run that
                was broken off goes on from where it was. What was compared before is still held against what is signed.
                """)

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The auditor's login.") var login: String
        @Option(help: ArgumentHelp("Keep in this file what was compared, and go on from there.", valueName: "file"))
        var state: String?

        func run() async throws {
            let meter = ProgressMeter()
            let verdict = try await settings.withOffice { office in
                try await office.verifyTrail(
                    by: try await office.caller(as: login), state: state, progress: { meter.show($0) },
                    note: { print($0.sentence) })
            }
            meter.end()
            switch verdict {
            case .whole(let events, let root, let key):
                print("whole\t\(events) events\nroot\t\(root)\nkey\t\(key)")
            case .broken(let damage, let index, let event):
                print("broken\tevent \(event) (entry \(index)) was \(damage.rawValue)")
                throw ExitCode.failure
            case .unsound(let why):
                print("broken\t\(why)")
                throw ExitCode.failure
            }
        }
    }

    struct Prove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write evidence: that an event is in the log, or that the log continues an older checkpoint.",
            discussion: """
                For an event: FOLDER gets event-N.json, what is sealed of it, and event-N.tlog-proof (C2SP tlog-proof). For
                an older checkpoint: what a witness takes (C2SP tlog-witness), on standard output. Needs the login of an
                auditor.
                """)

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The auditor's login.") var login: String
        @Option(help: ArgumentHelp("An older checkpoint's file.", valueName: "file")) var since: String?
        @Option(help: ArgumentHelp("Where the evidence goes.", valueName: "folder")) var into = "."
        @Argument(help: "The event's number.") var event: Int?

        func validate() throws {
            guard (event == nil) != (since == nil) else {
                throw ValidationError("Name an event, or --since a checkpoint.")
            }
        }

        func run() async throws {
            try await settings.withOffice { office in
                let auditor = try await office.caller(as: login)
                if let since {
                    guard let old = try? String(contentsOfFile: since, encoding: .utf8) else {
                        throw Spoken(ValidationError("\(since) cannot be read."))
                    }
                    print(try await office.proveConsistency(since: old, by: auditor), terminator: "")
                } else if let event {
                    let evidence = try await office.prove(event: event, by: auditor)
                    let name = URL(filePath: into).appending(path: "event-\(event)")
                    try Data(evidence.entry.utf8).write(to: name.appendingPathExtension("json"))
                    try Data(evidence.proof.utf8).write(to: name.appendingPathExtension("tlog-proof"))
                    print("key\t\(evidence.verifierKey)\nfiles\t\(name.path).json, \(name.path).tlog-proof")
                }
            }
        }
    }
}
