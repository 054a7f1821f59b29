import Foundation
import Postgres
import TestOffice
import Testing

/// The trail on its way to rsyslog over TLS, as an auditor and an administrator of the collector see it.
@Suite("The trail at its collector", .serialized, .oneAtATime, .enabled(if: Rsyslog.isThere))
struct ShippingTests {
    @Test func arrivesLiveInOrderAndWholeAfterTheCollectorWasAway() async throws {
        try await withCollector { office, house, collector in
            let clerk = try await Program.signedIn("van.thu", to: office)
            try await look(3, clerk)
            try await house.waitUntilShipped(to: collector)
            let lines = collector.lines.compactMap { ShippedLine($0) }
            #expect(lines.map(\.place) == Array(1...lines.count), "in the order of the log, from 1")
            let sealed = try await house.sealedEvents()
            #expect(lines.map(\.event) == Array(sealed.prefix(lines.count)))
            let text = collector.lines.joined()
            #expect(text.contains("127.0.0.0/24") && !text.contains("127.0.0.1"), "only the network leaves")
            for name in ["raw", "classic", "json"] {
                let check = try await house.congvan(
                    ["audit", "collected", collector.file(name), "--as", "kiem.tra"], port: collector.port)
                #expect(check.ending == .exited(0) && check.output.hasPrefix("whole"), "\(name): \(check.output)")
                try await house.waitUntilShipped(to: collector)
            }

            for signal in [SIGTERM, SIGKILL] {
                try await onThread { try collector.stop(signal) }
                try await look(20, clerk)
                try await onThread { try collector.start() }
                try await look(3, clerk)
                try await house.waitUntilShipped(to: collector)
            }
            let check = try await house.congvan(
                ["audit", "collected", collector.file(), "--as", "kiem.tra"], port: collector.port)
            #expect(check.ending == .exited(0) && check.output.hasPrefix("whole"), "\(check.output)")
            #expect(try await house.events("audit.gap") == 0)

            office.terminate()
            #expect(try await onThread { try office.waitForEnd(40) } == .exited(0))
            try await eventually("the stop is shipped too") {
                collector.lines.contains { $0.contains(" service.stopped ") }
            }
        }
    }

    @Test func isMissedByItsPlaceAndNumberAndSentAgain() async throws {
        try await withCollector { office, house, collector in
            let clerk = try await Program.signedIn("van.thu", to: office)
            try await look(150, clerk)
            try await house.waitUntilShipped(to: collector)
            // One line in a hundred is lost, and two that follow each other; one is changed.
            let lines = collector.lines
            let lost: Set = [7, 30, 31, 111]
            let kept = lines.enumerated().filter { !lost.contains($0.offset + 1) }.map(\.element)
            let changed = try #require(kept.firstIndex { ShippedLine($0)?.place == 50 })
            var told = kept
            told[changed] = told[changed].replacing("outcome=\"success\"", with: "outcome=\"refused\"")
            let file = collector.file() + ".damaged"
            let hostile = [
                String(repeating: "x", count: 200_000), "[evt@32473 idx=\"9999999\"][meta sequenceId=\"9999999\"] -",
                "[evt@32473 idx=\"7\"][meta sequenceId=\"7\"] -", "[evt@32473 idx=\"-1\"][meta sequenceId=\"7\"]",
                "\u{0}\u{FFFD}[evt@", told[3], "[evt@32473 idx=\"30\"", "",
            ]
            try Data((told + hostile).joined(separator: "\n").utf8).write(to: URL(filePath: file))
            let events = try await house.sealedEvents()

            let check = try await house.congvan(
                ["audit", "collected", file, "--as", "kiem.tra"], port: collector.port)
            #expect(check.ending == .exited(1), "\(check.output)")
            let missing = check.output.split(separator: "\n").filter { $0.hasPrefix("missing") }
            // What the check itself and others did meanwhile was sent after the file was kept.
            #expect(
                Array(missing.prefix(4)) == [
                    "missing\t7\tevents \(events[6])", "missing\t30-31\tevents \(events[29])-\(events[30])",
                    "missing\t50\tevents \(events[49])", "missing\t111\tevents \(events[110])",
                ], "\(check.output)")
            #expect(check.output.contains("1 lines have places that were not sent"), "\(check.output)")
            #expect(check.output.contains("1 lines came more than once"), "\(check.output)")
            #expect(try await house.events("audit.gap") == 1)

            // The collector loses its file, and knows nothing of it.
            try FileManager.default.removeItem(atPath: collector.file())
            try FileManager.default.moveItem(atPath: file, toPath: collector.file())
            collector.reopen()
            try await look(1, clerk)
            try await eventually("the collector writes again") {
                let last = try await house.sealedEvents().last ?? 0
                return collector.lines.contains { ShippedLine($0)?.event == last }
            }
            let again = try await house.congvan(
                ["audit", "collected", collector.file(), "--as", "kiem.tra", "--backfill"], port: collector.port)
            #expect(again.ending == .exited(1) && again.output.contains("sent again"), "\(again.output)")
            #expect(try await house.events("audit.shipped") == 2, "before the first line and after the last")
            try await house.waitUntilShipped(to: collector)
            let whole = try await house.congvan(
                ["audit", "collected", collector.file(), "--as", "kiem.tra"], port: collector.port)
            #expect(whole.ending == .exited(0) && whole.output.hasPrefix("whole"), "\(again.output)\(whole.output)")
            let refused = try await house.congvan(
                ["audit", "collected", collector.file(), "--as", "van.thu"], port: collector.port)
            #expect(refused.ending == .exited(1) && !refused.output.contains("whole"), "\(refused.output)")
        }
    }

    @Test func isWholeAlsoWhereTheConnectionIsCutWithinALine() async throws {
        let proxy = Held<CuttingProxy>()
        try await withCollector(through: { port in
            let cutting = try CuttingProxy(to: port)
            proxy.set(cutting)
            return cutting.port
        }) { office, house, collector in
            let clerk = try await Program.signedIn("van.thu", to: office)
            for round in 1...5 {
                proxy.value?.cutAfter(Int.random(in: 1...6000))
                // After a cut the service waits longer each time before it connects again.
                try await eventually("a connection is cut") {
                    try await look(3, clerk)
                    return proxy.value?.cuts ?? 0 >= round
                }
            }
            proxy.value?.cutAfter(nil)
            try await house.waitUntilShipped(to: collector)
            let check = try await house.congvan(
                ["audit", "collected", collector.file(), "--as", "kiem.tra"], port: collector.port)
            #expect(check.ending == .exited(0) && check.output.hasPrefix("whole"), "\(check.output)")
            proxy.value?.stop()
        }
    }

    @Test("is one line for each event whatever strings it holds, and says them as they were (A12)")
    func holdsNaughtyStrings() async throws {
        let strings = Naughty.strings.filter { !$0.contains("\0") && !$0.isEmpty }
        guard !strings.isEmpty else { return }
        try await withCollector { office, house, collector in
            let first = try await house.count("SELECT max(id) + 1 AS n FROM audit.event")
            for start in stride(from: 0, to: strings.count, by: 100) {
                let some = Array(strings[start..<min(strings.count, start + 100)])
                try await house.owner.write { transaction in
                    try transaction.execute(
                        """
                        INSERT INTO audit.event (agency_id, actor_roles, channel, session, action, outcome, reason,
                            object_kind, detail, behalf, request)
                        SELECT 1, t, 'service', t, 'service.started', 'refused', t, t,
                               jsonb_build_object('naughty', t), t, gen_random_uuid()
                        FROM unnest(\(some)::text[]) WITH ORDINALITY AS s (t, n) ORDER BY n
                        """)
                }
            }
            try await house.waitUntilShipped(to: collector)
            let lines = collector.lines
            #expect(Set(lines.map { ShippedLine($0)?.place ?? 0 }).count == lines.count, "one line for each event")
            let byEvent = Dictionary(
                lines.compactMap { ShippedLine($0) }.map { ($0.event, $0) }, uniquingKeysWith: { one, _ in one })
            let ids = try await house.owner.read { transaction in
                try transaction.rows(
                    "SELECT id FROM audit.event WHERE id >= \(first) AND detail ? 'naughty' ORDER BY id"
                ) {
                    try $0["id"] as Int
                }
            }
            #expect(ids.count == strings.count)
            for (id, text) in zip(ids, strings) {
                let facts = try #require(byEvent[id], "\(id): \(text)").facts
                for name in ["evt reason", "evt sess", "evt obj", "detail naughty", "detail behalf"] {
                    #expect(facts[name].map { Array($0.utf8) } == Array(text.utf8), "\(name): \(text)")
                }
            }
            let check = try await house.congvan(
                ["audit", "collected", collector.file("json"), "--as", "kiem.tra"], port: collector.port)
            #expect(check.ending == .exited(0), "\(check.output)")
        }
    }

    @Test("comes from an office that shows its own certificate, where the collector asks for one")
    func showsItsCertificate() async throws {
        try await withOffice { house in
            let folder = house.folder
            let (certificates, own, collector) = try await onThread {
                let certificates = try Certificates(in: folder + "/certificates")
                let own = try certificates.issue("office", for: "office.example")
                let collector = try Collector(
                    in: folder + "/collector", certificates.issue("server", for: "127.0.0.1"),
                    roots: certificates.roots, asks: true)
                try collector.start()
                return (certificates, own, collector)
            }
            // By its address, which its certificate has as such.
            var settings = [
                "CONGVAN_DATABASE_CONNECTIONS": "6", "CONGVAN_TRAIL_COLLECTOR": "127.0.0.1:\(collector.port)",
                "CONGVAN_TRAIL_COLLECTOR_ROOTS": certificates.roots,
            ]
            try await serve(RunningOffice(house.conninfo, files: folder, environment: settings)) { office in
                try await eventually("a stranger is refused") {
                    try String(contentsOfFile: office.log, encoding: .utf8).contains("the trail is not shipped")
                }
                #expect(collector.lines.isEmpty)
            }
            settings["CONGVAN_TRAIL_COLLECTOR_CERTIFICATE"] = own.certificate
            settings["CONGVAN_TRAIL_COLLECTOR_KEY"] = own.key
            try await serve(RunningOffice(house.conninfo, files: folder, environment: settings)) { _ in
                try await house.waitUntilShipped(to: collector)
            }
            try await onThread { try collector.stop(SIGKILL) }
        }
    }

    private func look(_ times: Int, _ clerk: Program) async throws {
        for _ in 0..<times { #expect(try await clerk.get("/incoming").status == 200) }
    }
}

enum Rsyslog {
    static let isThere: Bool = {
        let there = FileManager.default.isExecutableFile(atPath: "/usr/sbin/rsyslogd")
        if !there { print("skipped: rsyslog is not installed (deploy/install --test)") }
        return there
    }()
}

enum Naughty {
    /// Strings that break programs (big-list-of-naughty-strings, MIT), where they lie beside the repository.
    static let strings: [String] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../../shared/testdata/naughty-strings.base64.json")
        guard let data = try? Data(contentsOf: file), let encoded = try? JSONDecoder().decode([String].self, from: data)
        else {
            print("skipped: the naughty strings are not beside the repository")
            return []
        }
        return encoded.compactMap { Data(base64Encoded: $0).map { String(decoding: $0, as: UTF8.self) } }
    }()
}
