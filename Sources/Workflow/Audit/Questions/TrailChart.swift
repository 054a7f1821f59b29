import Foundation
import Postgres
public import Records

/// How many events there were, day by day and by the hour of the day (biểu đồ).
public struct TrailChart: Sendable {
    /// Every day of the window, in order.
    public let days: [(day: Day, events: Int)]
    /// The hours of the day in Vietnam, from 0 to 23.
    public let hours: [Int]
    /// Where more events than are counted one by one fit the filter, only the newest of them are counted.
    public let isCut: Bool
}

extension TrailFilter {
    /// Whether the sums by hour know what this asks, so that a chart costs next to nothing.
    public var isInHours: Bool {
        officer == nil && document == nil && documents == nil && number == nil
            && session == nil && network == nil && sought.isEmpty
            && kinds.isSubset(of: [.refused, .rights, .signIns])
    }

    /// The sums' conditions: theirs are columns of the same names.
    var sumConditions: SQL {
        var conditions: SQL = ""
        if let action { conditions = "\(conditions) AND e.action = \(action)" }
        if let outcome { conditions = "\(conditions) AND e.outcome = \(outcome)" }
        for kind in Kind.allCases where kinds.contains(kind) { conditions = "\(conditions) AND \(kind.condition)" }
        return conditions
    }
}

extension Transaction {
    /// Counts what the filter leaves of a window: from the sums where they know it, else one by one.
    borrowing func chart(_ filter: TrailFilter, in window: TrailWindow, of agency: Agency.ID) throws -> TrailChart {
        var filter = filter
        filter.from = max(filter.from ?? window.start, window.start)
        filter.to = min(filter.to ?? window.end, window.end)
        let counted: SQL =
            if filter.isInHours {
                """
                SELECT e.hour AS hour, sum(e.events)::bigint AS events FROM audit.hourly e
                WHERE e.agency_id IN (\(agency), 0) AND e.hour >= date_trunc('hour', \(filter.from)::timestamptz)
                  AND e.hour < \(filter.to)::timestamptz \(filter.sumConditions)
                GROUP BY e.hour
                """
            } else {
                """
                SELECT date_trunc('hour', e.at) AS hour, count(*) AS events
                FROM (\(filter.events(of: agency, after: nil, most: .chart))) e GROUP BY 1
                """
            }
        var days: [Day: Int] = [:]
        var hours = [Int](repeating: 0, count: 24)
        var total = 0
        for (hour, events) in try rows(counted, { (try $0["hour"] as Date, try $0["events"] as Int) }) {
            let day = Day(in: hour)
            days[day, default: 0] += events
            hours[min(max(Int(hour.timeIntervalSince(day.start)) / 3600, 0), 23)] += events
            total += events
        }
        return TrailChart(
            days: window.days.map { ($0, days[$0] ?? 0) }, hours: hours,
            isCut: !filter.isInHours && total >= TrailPortion.mostInAChart)
    }
}

extension Transaction {
    /// How many events a filter leaves, as far as a chart counts them.
    borrowing func count(_ filter: TrailFilter, of agency: Agency.ID) throws -> Int? {
        try row("SELECT count(*) AS n FROM (\(filter.events(of: agency, after: nil, most: .chart))) e") {
            try $0["n"] as Int
        }
    }
}
