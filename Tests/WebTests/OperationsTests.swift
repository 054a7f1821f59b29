import Foundation
import Logging
import Metrics
import Testing

@testable import Web

@Suite("What keeps a service running")
struct OperationsTests {
    @Test func isLoggedAsOneObjectALine() throws {
        var log = JSONLog(label: "web")
        log[metadataKey: "request"] = "42"
        let event = LogEvent(
            level: .warning, message: "line\nbreak \"quoted\"", metadata: ["route": "/incoming/{id}", "request": "43"],
            source: "Web", file: "f", function: "f", line: 1)
        let line = log.line(for: event)
        #expect(line.last == UInt8(ascii: "\n") && line.dropLast().allSatisfy { $0 >= 0x20 })
        let json = try JSONReader.read(Array(line))
        #expect(json["message"]?.string == "line\nbreak \"quoted\"")
        #expect(json["level"]?.string == "warning" && json["logger"]?.string == "web")
        #expect(json["request"]?.string == "43" && json["route"]?.string == "/incoming/{id}")
        #expect(json["at"]?.string?.hasSuffix("Z") == true)
    }

    @Test func isCountedAsPrometheusReadsIt() {
        let registry = MetricsRegistry()
        Counter(label: "seen", dimensions: [("what", "a\"b")], factory: registry).increment(by: 2)
        Counter(label: "seen", dimensions: [("what", "a\"b")], factory: registry).increment()
        Meter(label: "pool.waiting", factory: registry).set(4)
        let timer = Timer(label: "took.seconds", factory: registry)
        timer.recordNanoseconds(4_000_000)
        timer.recordNanoseconds(70_000_000_000)
        let text = registry.text()
        #expect(text.contains("# TYPE seen counter\nseen{what=\"a\\\"b\"} 3\n"))
        #expect(text.contains("# TYPE pool_waiting gauge\npool_waiting 4\n"))
        #expect(text.contains("took_seconds_bucket{le=\"0.005\"} 1\n"))
        #expect(text.contains("took_seconds_bucket{le=\"60\"} 1\ntook_seconds_bucket{le=\"+Inf\"} 2\n"))
        #expect(text.contains("took_seconds_sum 70.004\ntook_seconds_count 2\n"))
    }
}
