import Postgres
import Records

/// How much waits in each tray; counted to a hundred, for a menu shows no more than “99+”.
public struct WorkCounts: Sendable {
    public let boxes: [WorkBox: Int]
    /// How many of the caller's own works are past their deadline.
    public let late: Int
    /// Envelopes and scans that wait; for registrars.
    public let waitingIntakes: Int?
    public let faultyIntakes: Int?
    /// What other agencies refused and no clerk took note of; for registrars.
    public let refusedDispatches: Int?
    /// Outgoing documents that wait for the caller, tray by tray.
    public internal(set) var outgoing: [OutgoingTray: Int] = [:]
}

extension Workflow {
    public func workCounts(by caller: Caller) async throws -> WorkCounts {
        let officer = caller.officer
        let boxes = WorkBox.all(for: officer)
        let takesIn = AccessRule.allow(.takeIn, to: officer.roles)
        guard takesIn || !boxes.isEmpty else {
            return WorkCounts(boxes: [:], late: 0, waitingIntakes: nil, faultyIntakes: nil, refusedDispatches: nil)
        }
        let today = today
        let counts = try await glance(by: caller) { transaction in
            let outgoing = try transaction.later(OutgoingTray.counts(for: officer)) { row in
                (tray: OutgoingTray(rawValue: try row["tray"]), count: try row["n"] as Int)
            }
            var counts = try transaction.row(Self.counts(for: officer, today: today)) { row in
                WorkCounts(
                    boxes: [
                        .decide: try row["to_decide"], .lead: try row["lead"], .support: try row["support"],
                        .informed: try row["informed"],
                    ].filter { boxes.contains($0.key) },
                    late: try row["late"], waitingIntakes: takesIn ? try row["waiting"] : nil,
                    faultyIntakes: takesIn ? try row["faulty"] : nil,
                    refusedDispatches: takesIn ? try row["refused"] : nil)
            }
            for (tray, count) in try transaction.rows(outgoing) {
                if let tray { counts?.outgoing[tray] = count }
            }
            return counts
        }
        return counts
            ?? WorkCounts(boxes: [:], late: 0, waitingIntakes: nil, faultyIntakes: nil, refusedDispatches: nil)
    }

    private static func counts(for officer: Officer, today: Day) -> SQL {
        let unit = officer.roles.contains(.unitHead) ? officer.unit : nil
        let mine: SQL =
            "SELECT FROM assignment WHERE state = 'open' AND (officer_id = \(officer.id) OR unit_id = \(unit))"
        let intakes: SQL = "SELECT FROM intake WHERE agency_id = \(officer.agency)"
        return """
            SELECT (SELECT count(*) FROM (SELECT FROM incoming_document
                        WHERE agency_id = \(officer.agency) AND state = 'received' AND closing IS NULL LIMIT 100) n)
                       AS to_decide,
                   (SELECT count(*) FROM (\(mine) AND role = 'lead' LIMIT 100) n) AS lead,
                   (SELECT count(*) FROM (\(mine) AND role = 'support' LIMIT 100) n) AS support,
                   (SELECT count(*) FROM (\(mine) AND role = 'informed' LIMIT 100) n) AS informed,
                   (SELECT count(*) FROM (\(mine) AND role <> 'informed' AND deadline < \(today) LIMIT 100) n) AS late,
                   (SELECT count(*) FROM (\(intakes) AND state = 'waiting' LIMIT 100) n) AS waiting,
                   (SELECT count(*) FROM (\(intakes) AND state = 'faulty' LIMIT 100) n) AS faulty,
                   (SELECT count(*) FROM (SELECT FROM dispatch_recipient
                        WHERE agency_id = \(officer.agency) AND status = '02' AND seen_at IS NULL LIMIT 100) n) AS refused
            """
    }
}
