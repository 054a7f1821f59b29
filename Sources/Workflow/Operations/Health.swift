import Foundation
import Postgres
public import Records

/// Whether the office can work.
public struct HealthReport: Sendable {
    public let database: Bool
    public let store: Bool
    /// Whether the trail is sealed in time.
    public let trail: Bool
    /// What needs somebody's hand; the office may work on.
    public let alarms: [Alarm]

    public var isHealthy: Bool { database && store && trail }

    public var sentence: Phrase {
        switch (database, store) {
        case (true, true) where !trail: WorkflowError.trailNotSealed.sentence
        case (true, true): Phrase("Hệ thống hoạt động bình thường.", "Everything works.")
        case (false, _): Phrase("Không kết nối được cơ sở dữ liệu.", "The database is away.")
        case (_, false): Phrase("Không ghi được vào kho tệp.", "The file store cannot be written.")
        }
    }
}

extension Workflow {
    /// Asks the database and the file store.
    public func health() async -> HealthReport {
        let answer = try? await database.row("SELECT 1 AS one") { try $0["one"] as Int }
        return HealthReport(
            database: answer == 1, store: store.isWritable, trail: !seal.isOverdue, alarms: alarms.active)
    }

    /// What a monitor draws.
    public var gauges: [(name: String, value: Double)] {
        let pools: [(name: String, value: Double)] =
            [("database", database.gauges), ("reports", reports.gauges), ("deliveries", deliveries.gauges)]
            .flatMap { name, gauges in
                [
                    ("\(name)_connections", Double(gauges.connections)), ("\(name)_busy", Double(gauges.busy)),
                    ("\(name)_waiting", Double(gauges.waiting)),
                ]
            }
        let trail: [(name: String, value: Double)] = [
            ("trail_sealed_events", Double(seal.size)), ("trail_lag_seconds", seal.lag / .seconds(1)),
            ("trail_shipped_events", Double(shipping.sent)),
            ("trail_shipping_lag_seconds", shipping.lag / .seconds(1)),
        ]
        return pools + trail
    }
}
