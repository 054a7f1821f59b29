import Foundation
import Testing

@testable import Postgres

@Suite("A point in time")
struct TimestampTests {
    @Test func comesBackToTheMicrosecond() async throws {
        let test = try TestDatabase.common()
        try await Database.with(test.configuration(connections: 1)) { database in
            let texts = [
                "2026-11-22 03:04:05.123456+00", "2026-11-22 03:04:05+00", "1970-01-01 00:00:00+00",
                "1969-12-31 23:59:59.999999+00", "1945-09-02 07:00:00+00", "1900-02-28 23:59:59.5+00",
                "2000-02-29 12:00:00+00", "2024-02-29 00:00:00.000001+00", "0001-01-01 00:00:00+00",
                "0044-03-15 10:00:00+00 BC", "0001-12-31 23:59:59+00 BC", "12026-01-01 00:00:00+00",
            ]
            for text in texts {
                let date = try await database.row("SELECT \(text)::timestamptz AS at") { try $0["at"] as Date }
                let back = try await database.row("SELECT (\(date)::timestamptz)::text AS at") {
                    try $0["at"] as String
                }
                #expect(back == text)
            }
        }
    }

    /// PostgreSQL is asked, so that our calendar is compared with another one than itself.
    @Test func isTheSameForPostgreSQLOnEveryDayOfFourHundredYears() async throws {
        let test = try TestDatabase.common()
        try await Database.with(test.configuration(connections: 1)) { database in
            let wrong = try await database.read { transaction in
                try transaction.rows(
                    """
                    SELECT at, extract(epoch FROM at)::bigint AS seconds
                    FROM generate_series('1800-01-01'::timestamptz, '2200-01-01', '1 day') AS at
                    """
                ) { row -> Bool in
                    let at: Date = try row["at"]
                    let seconds: Int = try row["seconds"]
                    let midnight = TimestampText.text(microseconds: Int64(seconds) * 1_000_000)
                    return at != Date(timeIntervalSince1970: Double(seconds)) || Date(sqlText: midnight) != at
                }.count(where: \.self)
            }
            #expect(wrong == 0)
        }
    }

    @Test func isReadWithAnyOffset() {
        #expect(Date(sqlText: "1970-01-01 07:00:00+07") == Date(timeIntervalSince1970: 0))
        #expect(Date(sqlText: "1970-01-01 07:06:30+07:06:30") == Date(timeIntervalSince1970: 0))
        #expect(Date(sqlText: "1969-12-31 19:00:00-05") == Date(timeIntervalSince1970: 0))
    }

    @Test(arguments: [
        "", "infinity", "-infinity", "2026-01-01", "2026-01-01 00:00:00", "2026-13-01 00:00:00+00",
        "2026-01-01T00:00:00+00", "2026-01-01 00:00:00+00 AD", "2026-01-01 00:00:00+00x", "26-01-01 00:00:00+00",
    ])
    func isNoOtherText(_ text: String) {
        #expect(Date(sqlText: text) == nil)
    }

    @Test func beyondPostgreSQLsTimeIsRefusedByIt() async throws {
        let test = try TestDatabase.common()
        try await Database.with(test.configuration(connections: 1)) { database in
            let error = await failure {
                try await database.row("SELECT \(Date.distantFuture.addingTimeInterval(1e13))::timestamptz") { _ in }
            }
            guard case .server(let sqlState) = error?.kind else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(sqlState.hasPrefix("22"))
        }
    }
}
