import Foundation
import Postgres
import TestOffice

/// A line of syslog as an outsider reads it (RFC 5424 §6), and `#012` for an octet, as our manual says.
struct ShippedLine {
    let head: [Substring]
    /// `element@number parameter`, without the number.
    private(set) var facts: [String: String] = [:]

    init?(_ line: String) {
        guard let start = line.firstIndex(of: "[") else { return nil }
        head = line[..<start].split(separator: " ")
        var rest = Array(line.unicodeScalars)[...]
        rest = rest[(rest.firstIndex(of: "[") ?? 0)...]
        while rest.popFirst() == "[" {
            let element = Self.text(rest.prefix { !"@ ]".unicodeScalars.contains($0) })
            rest = rest.drop { $0 != " " && $0 != "]" }
            while rest.first == " " {
                let name = Self.text(rest.dropFirst().prefix { $0 != "=" })
                rest = rest.drop { $0 != "=" }.dropFirst(2)
                var value: [UInt8] = []
                while let sign = rest.popFirst(), sign != "\"" {
                    if sign == "\\" {
                        guard let next = rest.popFirst() else { return nil }
                        value += String(next).utf8
                    } else if sign == "#" {
                        guard let octet = UInt8(Self.text(rest.prefix(3)), radix: 8) else { return nil }
                        value.append(octet)
                        rest = rest.dropFirst(3)
                    } else {
                        value += String(sign).utf8
                    }
                }
                guard let text = String(validating: value, as: UTF8.self) else { return nil }
                facts["\(element) \(name)"] = text
            }
            guard rest.popFirst() == "]" else { return nil }
            guard rest.first == "[" else { break }
        }
    }

    var place: Int { facts["evt idx"].flatMap { Int($0) } ?? 0 }
    var event: Int { facts["evt id"].flatMap { Int($0) } ?? 0 }

    private static func text(_ signs: some Sequence<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: signs)
        return String(text)
    }
}

extension TestOffice {
    /// The numbers of the events in the order in which they are sealed.
    func sealedEvents() async throws -> [Int] {
        try await owner.read { transaction in
            try transaction.rows("SELECT id FROM audit.event ORDER BY log_id, xid, id") { try $0["id"] as Int }
        }
    }

    /// So many events of a kind there are.
    func events(_ action: String) async throws -> Int {
        try await count("SELECT count(*) AS n FROM audit.event WHERE action = \(action)")
    }

    /// So many times an alarm was raised or cleared.
    func events(_ action: String, of alarm: String) async throws -> Int {
        try await count(
            "SELECT count(*) AS n FROM audit.event WHERE action = \(action) AND detail ->> 'alarm' = \(alarm)")
    }

    /// Waits until everything is sealed and with the collector, and nothing new comes.
    func waitUntilShipped(to collector: Collector, within seconds: Double = 60) async throws {
        try await eventually(within: seconds, "everything is shipped") {
            let events = try await sealedEvents()
            let found = Set(collector.lines.compactMap { ShippedLine($0)?.event })
            return found.isSuperset(of: events)
        }
    }

    func congvan(_ arguments: [String], port: Int) async throws -> (ending: ChildProcess.Ending, output: String) {
        let command =
            [
                "/usr/bin/env", "CONGVAN_TRAIL_COLLECTOR=localhost:\(port)",
                "CONGVAN_TRAIL_COLLECTOR_ROOTS=\(folder)/certificates/ca.pem", try RunningOffice.program,
            ] + arguments + ["--database", conninfo, "--files", folder]
        return try await onThread { try ChildProcess.run(command) }
    }
}

/// Runs a test against an office whose trail goes to a collector, which runs.
///
/// `through` gives the port that the office is told, where that is not the collector's own.
func withCollector(
    _ environment: [String: String] = [:], through: ((Int) throws -> Int)? = nil,
    _ test: (RunningOffice, TestOffice, Collector) async throws -> Void
) async throws {
    try await withOffice { house in
        let folder = house.folder
        let collector = try await onThread {
            let certificates = try Certificates(in: folder + "/certificates")
            let collector = try Collector(
                in: folder + "/collector", certificates.issue("server", for: "localhost"), roots: certificates.roots)
            try collector.start()
            return collector
        }
        let port = try through?(collector.port) ?? collector.port
        var settings = [
            "CONGVAN_DATABASE_CONNECTIONS": "6", "CONGVAN_TRAIL_COLLECTOR": "localhost:\(port)",
            "CONGVAN_TRAIL_COLLECTOR_ROOTS": folder + "/certificates/ca.pem",
        ]
        settings.merge(environment) { $1 }
        try await serve(RunningOffice(house.conninfo, files: folder, environment: settings)) { office in
            try await test(office, house, collector)
        }
        try await onThread { try collector.stop(SIGKILL) }
    }
}
