import Foundation
import Hummingbird
import Metrics
import Workflow

/// `/health`, `/metrics`: for whoever keeps the service running.
struct OperationsHandlers: Sendable {
    let office: Office
    private static let patience = Duration.seconds(1)

    /// Whether the office works; 503 where it does not.
    ///
    /// It asks for no sign-in and never waits long.
    func health(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let workflow = office.workflow
        let report = await within(Self.patience) { await workflow.health() }
        let isHealthy = report?.isHealthy ?? false
        let json: JSON = [
            "database": .bool(report?.database ?? false), "store": .bool(report?.store ?? false),
            "trail": .bool(report?.trail ?? false), "status": .string(isHealthy ? "ok" : "unavailable"),
            "alarms": .array(workflow.alarms.active.map { .string($0.rawValue) }),
        ]
        return Response(
            status: isHealthy ? .ok : .serviceUnavailable, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: json.buffer))
    }

    /// Counters for Prometheus; to this machine only, unless configured otherwise.
    func metrics(_ request: Request, _ context: OfficeContext) async throws -> Response {
        // The connection's own address decides, so that no header can pretend to be this machine; behind a proxy on
        // this machine a request for somebody else is not from here either.
        let isLocal = NetworkAddress.isLoopback(context.peer) && request.headers[.forwardedFor] == nil
        guard isLocal || office.configuration.metricsForAnyone else { throw Problem(.notFound) }
        for (name, value) in office.workflow.gauges {
            office.metrics.makeMeter(label: "congvan_\(name)", dimensions: []).set(value)
        }
        let active = office.workflow.alarms.active
        for alarm in Alarm.allCases {
            office.metrics.makeMeter(label: "congvan_alarm", dimensions: [("alarm", alarm.rawValue)])
                .set(active.contains(alarm) ? 1.0 : 0)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: office.metrics.text())))
    }

    /// The result, or `nil` once the time is up.
    ///
    /// These are tasks without a parent: a group would wait for the one that is late, which is what must not happen.
    private func within<Value: Sendable>(
        _ limit: Duration, _ work: @escaping @Sendable () async -> Value
    ) async -> Value? {
        let (results, continuation) = AsyncStream.makeStream(of: Value?.self)
        let working = Task { continuation.yield(await work()) }
        let waiting = Task {
            // Cancelling ends the sleep early, when there is nobody to tell any more.
            try? await Task.sleep(for: limit)
            continuation.yield(nil)
        }
        defer {
            working.cancel()
            waiting.cancel()
        }
        for await result in results { return result }
        return nil
    }
}
