/// Random numbers that are the same in every run, so that a failure can be repeated: Sebastiano Vigna's SplitMix64.
public struct Seeded: RandomNumberGenerator {
    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    private var state: UInt64

    public init(state: UInt64) { self.state = state }

    /// Begins far from where the neighbouring seeds do.
    public init(_ seed: Int) { self.init(state: UInt64(truncatingIfNeeded: seed) &* Self.step) }

    public mutating func next() -> UInt64 {
        state &+= Self.step
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    public mutating func bytes(_ count: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(count + 8)
        while result.count < count { withUnsafeBytes(of: next()) { result.append(contentsOf: $0) } }
        return Array(result[..<count])
    }
}
