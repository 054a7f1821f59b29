import ArgumentParser
import Foundation
import Records
import Workflow

struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "When the office works: what is done outside these hours is marked in the trail.",
        subcommands: [Show.self, Set.self], defaultSubcommand: Show.self)

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the calendar that holds, as `set` takes it.")

        @OptionGroup var settings: SettingsOptions

        func run() async throws {
            try await settings.withOffice { office in
                guard let calendar = try await office.calendar() else { return }
                print(CalendarText.written(calendar), terminator: "")
            }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enter a calendar that holds from now on.",
            discussion: """
                FILE has a line for each weekday on which the office works (mon 07:30-17:00) and one for each day off
                (02/09/2026 Quốc khánh); what follows a # is a remark. config/calendar.txt is an example.
                """)

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The administrator's login.") var login: String
        @Argument(help: "The file; - reads standard input.") var file: String

        func run() async throws {
            let text =
                file == "-"
                ? String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
                : try? String(contentsOfFile: file, encoding: .utf8)
            guard let text else { throw Spoken(ValidationError("\(file) cannot be read.")) }
            let calendar = try CalendarText.read(text)
            try await settings.withOffice { office in
                try await office.enter(calendar, by: try await office.caller(as: login))
            }
            print("The calendar holds from now on: \(calendar.daysOff.count) days off.")
        }
    }
}

/// A calendar as people write it.
enum CalendarText {
    private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    static func written(_ calendar: WorkCalendar) -> String {
        var lines = zip(weekdays, calendar.hours).compactMap { day, hours in
            hours.map { "\(day) \(WorkCalendar.written($0.lowerBound))-\(WorkCalendar.written($0.upperBound))" }
        }
        lines += calendar.daysOff.map(\.written)
        return lines.joined(separator: "\n") + "\n"
    }

    /// - Throws: a sentence that names the first line that makes no sense.
    static func read(_ text: String) throws -> WorkCalendar {
        var calendar = WorkCalendar(hours: Array(repeating: nil, count: 7), daysOff: [])
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.prefix { $0 != "#" }.trimmingCharacters(in: .whitespacesAndNewlines)
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            guard let first = words.first else { continue }
            if let weekday = weekdays.firstIndex(of: first.lowercased()), words.count == 2, let hours = hours(words[1])
            {
                calendar.hours[weekday] = hours
            } else if let day = Day(typed: first) {
                calendar.daysOff.append(day)
            } else {
                throw Spoken(ValidationError("Line \(number + 1) is neither “mon 07:30-17:00” nor “02/09/2026 name”."))
            }
        }
        calendar.daysOff.sort()
        return calendar
    }

    private static func hours(_ text: String) -> Range<Int>? {
        let times = text.split(separator: "-").map { $0.trimmingCharacters(in: .whitespaces) }.map(minutes)
        guard times.count == 2, let from = times[0], let to = times[1], from < to else { return nil }
        return from..<to
    }

    private static func minutes(_ text: String) -> Int? {
        let parts = text.split(separator: ":").map { Int($0) }
        guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0...59).contains(minute),
            (0...24).contains(hour), hour * 60 + minute <= 24 * 60
        else { return nil }
        return hour * 60 + minute
    }
}
