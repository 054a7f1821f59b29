import Foundation
import Postgres
public import Records

/// When the office works (lịch làm việc); what is done outside it is marked in the trail.
public struct WorkCalendar: Sendable, Hashable {
    /// The hours of a weekday in Vietnam, in minutes after midnight; `nil` where the office is closed.
    public typealias Hours = Range<Int>?

    /// From Monday to Sunday.
    public var hours: [Hours]
    /// Public holidays and other days off, in order.
    public var daysOff: [Day]

    public init(hours: [Hours], daysOff: [Day]) {
        self.hours = hours
        self.daysOff = daysOff
    }

    /// Minutes after midnight as a clock shows them; the end of a day is 24:00, as PostgreSQL has it, too.
    public static func written(_ minutes: Int) -> String { String(format: "%02d:%02d", minutes / 60, minutes % 60) }
}

extension Workflow {
    /// The calendar that holds now.
    public func calendar() async throws -> WorkCalendar? {
        try await database.row(
            """
            SELECT ARRAY(SELECT extract(epoch FROM time)::bigint / 60 FROM unnest(opens) AS time) AS opens,
                   ARRAY(SELECT extract(epoch FROM time)::bigint / 60 FROM unnest(closes) AS time) AS closes, days_off
            FROM calendar ORDER BY id DESC LIMIT 1
            """
        ) { row in
            let opens: [Int?] = try row["opens"]
            let closes: [Int?] = try row["closes"]
            return WorkCalendar(
                hours: zip(opens, closes).map { opens, closes in
                    guard let opens, let closes, opens < closes else { return nil }
                    return opens..<closes
                }, daysOff: try row["days_off"])
        }
    }

    /// Enters the calendar that holds from now on (đổi lịch làm việc); what happened before keeps what it was marked with.
    public func enter(_ calendar: WorkCalendar, by caller: Caller) async throws {
        let event = AuditEvent(
            .calendarChanged, on: .agency(caller.officer.agency), detail: ["days-off": "\(calendar.daysOff.count)"])
        let opens = calendar.hours.map { $0.map { WorkCalendar.written($0.lowerBound) } }
        let closes = calendar.hours.map { $0.map { WorkCalendar.written($0.upperBound) } }
        let _: Bool = try await act(event, by: caller, key: nil) { transaction in
            try AccessRule.require(.manageAccounts, of: caller.officer.roles)
            guard calendar.hours.count == 7 else { throw RuleViolation.fields([FieldFault("hours", .required)]) }
            try transaction.execute(
                """
                INSERT INTO calendar (opens, closes, days_off)
                VALUES (\(opens)::text[]::time[], \(closes)::text[]::time[], \(calendar.daysOff)::date[])
                """)
            return Audited(true, event)
        }
    }
}
