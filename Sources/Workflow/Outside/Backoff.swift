/// When to ask again somebody who was away: later and later, and never all at the same moment.
struct Backoff: Sendable {
    let first: Duration
    let longest: Duration
    private(set) var failures = 0
    private(set) var notBefore = ContinuousClock.now

    init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }

    var isDue: Bool { notBefore <= .now }

    mutating func succeeded() { self = Backoff(first: first, longest: longest) }

    mutating func failed() {
        let whole = min(first * (1 << min(failures, 20)), longest)
        failures += 1
        notBefore = .now + whole * Double.random(in: 0.5...1)
    }
}
