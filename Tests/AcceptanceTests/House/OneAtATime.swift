import TestOffice
import Testing

/// Lets one suite at a time run: each serves an office, and what it measures must not be the others' load.
struct OneAtATime: SuiteTrait, TestScoping {
    private static let gate = Gate(places: 1)

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await Self.gate.pass(function)
    }
}

extension Trait where Self == OneAtATime {
    /// One suite at a time.
    static var oneAtATime: Self { OneAtATime() }
}
