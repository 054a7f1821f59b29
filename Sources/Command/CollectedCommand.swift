import ArgumentParser
import Foundation
import Workflow

extension AuditCommand {
    struct Collected: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare what the collector wrote with what was sent to it, and name what is missing.",
            discussion: """
                FILE is what the collector wrote, in any form that keeps the structured data of the messages; without one,
                or as “-”, it is read from standard input. A line counts where it says what was sealed. Ends with status 1
                where something is missing, which is an event as well; --backfill sends exactly that again. Needs the login
                of an auditor.
                """)

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The auditor's login.") var login: String
        @Flag(help: "Send what is missing to the collector again.") var backfill = false
        @Option(help: ArgumentHelp("Ask from this place in the log on.", valueName: "place")) var from = 1
        @Argument(help: "Files that the collector wrote.") var files: [String] = []

        func validate() throws {
            guard from > 0 else { throw ValidationError("Places are counted from 1.") }
        }

        func run() async throws {
            let isWhole = try await settings.withOffice { office in
                let auditor = try await office.caller(as: login)
                var checking = try await office.checkCollector(from: from, by: auditor)
                for file in files.isEmpty ? ["-"] : files { try Self.read(file, into: &checking.lines) }
                let report = try await checking.finish()
                try Self.tell(report, office)
                if backfill, !report.isWhole {
                    try await office.backfill(report.gaps, by: auditor)
                    print("sent again\t\(report.missing) lines")
                }
                return report.isWhole
            }
            if !isWhole { throw ExitCode.failure }
        }

        /// A part of a file at a time, however large it is.
        private static func read(_ path: String, into lines: inout CollectedLines) throws {
            let file = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
            guard let file else { throw ValidationError("\(path) cannot be read.") }
            while let bytes = try file.read(upToCount: 1 << 16), !bytes.isEmpty { try lines.append(bytes) }
            try lines.endFile()
        }

        private static func tell(_ report: CollectorReport, _ office: Workflow) throws {
            print("\(report.isWhole ? "whole" : "gap")\t\(report.found) of \(report.expected) lines")
            for gap in report.gaps {
                let log = gap.log > 1 ? "log \(gap.log), " : ""
                var events = Runs()
                try office.events(in: gap) { events.add($0) }
                print("missing\t\(log)\(Runs.written(gap.places))\tevents \(events.written)")
            }
            for (count, what) in [
                (report.repeated, "came more than once"), (report.altered, "do not say what was sealed"),
                (report.beyond, "have places that were not sent"), (report.others, "are no lines of ours"),
            ] where count > 0 {
                print("passed over\t\(count) lines \(what)")
            }
        }
    }
}

/// Numbers in the order in which they come, `4711-4713,4720`.
private struct Runs {
    private var runs: [ClosedRange<Int>] = []

    mutating func add(_ numbers: [Int]) {
        for number in numbers {
            if let last = runs.last, last.upperBound + 1 == number {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
    }

    var written: String { runs.map(Self.written).joined(separator: ",") }

    static func written(_ run: ClosedRange<Int>) -> String {
        run.count == 1 ? "\(run.lowerBound)" : "\(run.lowerBound)-\(run.upperBound)"
    }
}
