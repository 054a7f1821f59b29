/// Writes values in the text format of Prometheus.
struct PrometheusText {
    private(set) var text = ""

    mutating func add(_ values: [MetricsRegistry.Name: Double], as kind: String) {
        for (label, group) in Dictionary(grouping: values, by: \.key.label).sorted(by: { $0.key < $1.key }) {
            let name = Self.name(label)
            text += "# TYPE \(name) \(kind)\n"
            for line in group.map({ "\(name)\(Self.labels($0.key.dimensions)) \(Self.number($0.value))\n" }).sorted() {
                text += line
            }
        }
    }

    mutating func add(_ values: [MetricsRegistry.Name: Times.Buckets]) {
        for (label, group) in Dictionary(grouping: values, by: \.key.label).sorted(by: { $0.key < $1.key }) {
            let name = Self.name(label)
            text += "# TYPE \(name) histogram\n"
            for (key, buckets) in group.sorted(by: { Self.labels($0.key.dimensions) < Self.labels($1.key.dimensions) })
            {
                add(buckets, name, key.dimensions)
            }
        }
    }

    private mutating func add(_ buckets: Times.Buckets, _ name: String, _ dimensions: [String: String]) {
        var total = 0
        for (limit, count) in zip(Times.limits.map(Self.number) + ["+Inf"], buckets.counts) {
            total += count
            let labels = Self.labels(dimensions.merging(["le": limit], uniquingKeysWith: { $1 }))
            text += "\(name)_bucket\(labels) \(total)\n"
        }
        text += "\(name)_sum\(Self.labels(dimensions)) \(Self.number(buckets.sum))\n"
        text += "\(name)_count\(Self.labels(dimensions)) \(total)\n"
    }

    private static func name(_ label: String) -> String {
        String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "_" })
    }

    private static func labels(_ dimensions: [String: String]) -> String {
        guard !dimensions.isEmpty else { return "" }
        let pairs = dimensions.sorted { $0.key < $1.key }.map { "\(name($0.key))=\"\(escaped($0.value))\"" }
        return "{\(pairs.joined(separator: ","))}"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}
