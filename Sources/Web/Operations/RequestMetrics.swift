import Metrics
import Synchronization

/// Counts requests by route, and how long they took.
struct RequestMetrics: Sendable {
    let registry: MetricsRegistry

    func count(method: String, route: String, status: Int, _ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let place = [("method", method), ("route", route)]
        Counter(
            label: "http_requests_total", dimensions: place + [("status", String(status))], factory: registry
        ).increment()
        Timer(label: "http_request_duration_seconds", dimensions: place, factory: registry)
            .recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
