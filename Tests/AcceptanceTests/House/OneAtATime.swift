import Testing

/// Lets one suite at a time run: each serves an office, and what it measures must not be the others' load.
struct OneAtATime: SuiteTrait, TestScoping {
    private static let gate = Gate()

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        await Self.gate.enter()
        do {
            try await function()
            await Self.gate.leave()
        } catch {
            await Self.gate.leave()
            throw error
        }
    }

    private actor Gate {
        private var isTaken = false
        private var waiting: [CheckedContinuation<Void, Never>] = []

        func enter() async {
            guard isTaken else {
                isTaken = true
                return
            }
            await withCheckedContinuation { waiting.append($0) }
        }

        /// Hands over to whoever has waited longest.
        func leave() {
            if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
        }
    }
}

extension Trait where Self == OneAtATime {
    /// One suite at a time.
    static var oneAtATime: Self { OneAtATime() }
}
