import Foundation
import Postgres
import TestOffice
import Testing

/// What whoever runs the office hears of, from the real program; waiting for an alarm takes a minute.
@Suite("The alarms of a running office", .serialized, .oneAtATime)
struct AlarmsSlowTests {
    @Test("tell of a collector that is not who it should be, and are over once it is", .enabled(if: Rsyslog.isThere))
    func collectorAway() async throws {
        try await withOffice { house in
            let folder = house.folder
            let (ours, theirs, collector) = try await onThread {
                let ours = try Certificates(in: folder + "/ours")
                let theirs = try Certificates(in: folder + "/theirs")
                let collector = try Collector(
                    in: folder + "/collector", theirs.issue("server", for: "localhost"), roots: theirs.roots)
                try collector.start()
                return (ours, theirs, collector)
            }
            let settings = [
                "CONGVAN_DATABASE_CONNECTIONS": "6", "CONGVAN_TRAIL_COLLECTOR": "localhost:\(collector.port)",
                "CONGVAN_TRAIL_COLLECTOR_ROOTS": ours.roots,
            ]
            try await serve(RunningOffice(house.conninfo, files: folder, environment: settings)) { office in
                let clerk = try await Program.signedIn("van.thu", to: office)
                try await eventually("the alarm") { try await alarms(office).contains("collector-away") }
                #expect(try await clerk.get("/incoming").status == 200, "the office works on")
                #expect(try await clerk.get("/incoming").status == 200)
                #expect(collector.lines.isEmpty, "nothing was sent to somebody else")
                let log = try String(contentsOfFile: office.log, encoding: .utf8)
                #expect(log.contains("CERTIFICATE_VERIFY_FAILED") && log.contains("collector-away"), "\(log)")
                #expect(try await metric("congvan_alarm{alarm=\"collector-away\"}", office) == "1")
                let auditor = try await Browser.signedIn("kiem.tra", to: office)
                var reader = auditor
                #expect(try await reader.open("/audit").shows("Máy thu nhật ký không nhận được"))
                var person = try await Browser.signedIn("van.thu", to: office)
                #expect(try await !person.open("/incoming").shows("Máy thu nhật ký"), "it is nothing to a clerk")

                // The administrator names the right authority; nobody restarts anything.
                try FileManager.default.removeItem(atPath: ours.roots)
                try FileManager.default.copyItem(atPath: theirs.roots, toPath: ours.roots)
                try await house.waitUntilShipped(to: collector, within: 90)
                try await eventually("the alarm is over") {
                    try await !alarms(office).contains("collector-away")
                }
                try await eventually("both are on record") {
                    let raised = try await house.events("alarm.raised", of: "collector-away")
                    let cleared = try await house.events("alarm.cleared", of: "collector-away")
                    return raised == 1 && cleared == 1
                }
            }
            try await onThread { try collector.stop(SIGKILL) }
        }
    }

    @Test("and its log say why a collector is refused", .enabled(if: Rsyslog.isThere))
    func refusedCollectors() async throws {
        try await withOffice { house in
            let folder = house.folder
            let certificates = try await onThread { try Certificates(in: folder + "/certificates") }
            let wrong = try await onThread {
                [
                    try certificates.issue("elsewhere", for: "elsewhere.example"),
                    try certificates.issue("expired", for: "localhost", days: -1),
                ]
            }
            for (number, own) in wrong.enumerated() {
                let collector = try await onThread {
                    let collector = try Collector(
                        in: folder + "/collector-\(number)", own, roots: certificates.roots)
                    try collector.start()
                    return collector
                }
                let settings = [
                    "CONGVAN_DATABASE_CONNECTIONS": "6", "CONGVAN_TRAIL_COLLECTOR": "localhost:\(collector.port)",
                    "CONGVAN_TRAIL_COLLECTOR_ROOTS": certificates.roots,
                ]
                try await serve(RunningOffice(house.conninfo, files: folder, environment: settings)) { office in
                    try await eventually("it is refused") {
                        let log = try String(contentsOfFile: office.log, encoding: .utf8)
                        return log.contains("the trail is not shipped")
                            && log.contains(["failedToValidateHostname", "unableToValidateCertificate"][number])
                            || log.contains("CERTIFICATE_VERIFY_FAILED") && number == 1
                    }
                    #expect(collector.lines.isEmpty)
                }
                try await onThread { try collector.stop(SIGKILL) }
            }
        }
    }

    @Test("and the trail tell of a clock that was set back by an hour, and the order of the log stays (A11)")
    func clockStepped() async throws {
        guard let clock = try await onThread({ try SetClock.make() }) else { return }
        defer { clock.remove() }
        try await withRunningOffice(clock.environment) { office, house in
            let clerk = try await Program.signedIn("van.thu", to: office)
            for number in 1...3 {
                #expect(try await clerk.post("/incoming", .object(Papers.details("\(number)"))).status == 201)
            }
            try clock.set(-3600)
            try await eventually("the step is on record") {
                try await house.events("service.clock-stepped") == 1
            }
            let detail =
                try await house.owner.row(
                    "SELECT detail::text AS detail FROM audit.event WHERE action = 'service.clock-stepped'"
                ) { try $0["detail"] as String } ?? ""
            let milliseconds = detail.split { !$0.isNumber && $0 != "-" }.compactMap { Int($0) }.first ?? 0
            #expect((-3_601_500 ... -3_598_500).contains(milliseconds), "\(detail)")
            #expect(detail.contains("\"service\""), "\(detail)")
            #expect(try await alarms(office).contains("clock-stepped"))
            for number in 4...6 {
                #expect(try await clerk.post("/incoming", .object(Papers.details("\(number)"))).status == 201)
            }
            try await eventually("everything is sealed") {
                let events = try await house.count("SELECT count(*) AS n FROM audit.event")
                return try await house.count("SELECT coalesce(max(size), 0) AS n FROM audit.checkpoint") == events
            }
            let backwards: SQL =
                """
                SELECT count(*) AS n FROM (SELECT at, lag(at) OVER (ORDER BY log_id, xid, id) AS before
                    FROM audit.event WHERE action = 'incoming.registered') AS e WHERE at < before
                """
            #expect(try await house.count(backwards) == 0, "the trail has the database's time")
        }
    }

    private func alarms(_ office: RunningOffice) async throws -> [String] {
        let port = office.port
        let health = try await onThread { try Request("GET", "/health").send(to: port) }
        return health.json["alarms"]?.array.compactMap { $0.string } ?? []
    }

    private func metric(_ name: String, _ office: RunningOffice) async throws -> String? {
        let port = office.port
        let text = try await onThread { try Request("GET", "/metrics").send(to: port).text }
        return text.split(separator: "\n").first { $0.hasPrefix(name) }?.split(separator: " ").last.map(String.init)
    }
}
