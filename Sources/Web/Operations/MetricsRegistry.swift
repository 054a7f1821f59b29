public import Metrics
import Synchronization

/// Counts what the service does, for swift-metrics, and writes it as Prometheus reads it.
///
/// Counters, gauges and times are enough here: no summary is computed in the service.
public final class MetricsRegistry: MetricsFactory, Sendable {
    /// What a value is and is told apart by.
    struct Name: Hashable {
        let label: String
        let dimensions: [String: String]
    }

    private struct State {
        var counters: [Name: Tally] = [:]
        var gauges: [Name: Gauge] = [:]
        var times: [Name: Times] = [:]
    }

    private let state = Mutex(State())

    public init() {}

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        tally(Self.name(label, dimensions))
    }

    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        tally(Self.name(label, dimensions))
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        let name = Self.name(label, dimensions)
        return state.withLock { $0.gauges[name, setDefault: Gauge()] }
    }

    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        let name = Self.name(label, dimensions)
        return state.withLock { $0.gauges[name, setDefault: Gauge()] }
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let name = Self.name(label, dimensions)
        return state.withLock { $0.times[name, setDefault: Times()] }
    }

    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}

    private func tally(_ name: Name) -> Tally { state.withLock { $0.counters[name, setDefault: Tally()] } }

    private static func name(_ label: String, _ dimensions: [(String, String)]) -> Name {
        Name(label: label, dimensions: Dictionary(dimensions, uniquingKeysWith: { $1 }))
    }

    /// All values in the text format of Prometheus, version 0.0.4.
    func text() -> String {
        let (counters, gauges, times) = state.withLock { ($0.counters, $0.gauges, $0.times) }
        var text = PrometheusText()
        text.add(counters.mapValues { Double($0.value) }, as: "counter")
        text.add(gauges.mapValues(\.value), as: "gauge")
        text.add(times.mapValues { $0.buckets })
        return text.text
    }
}

extension Dictionary {
    /// The value, put there first where there is none.
    fileprivate subscript(key: Key, setDefault value: @autoclosure () -> Value) -> Value {
        mutating get {
            if let found = self[key] { return found }
            let new = value()
            self[key] = new
            return new
        }
    }
}
