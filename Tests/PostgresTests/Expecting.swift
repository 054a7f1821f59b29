import Glibc
import Testing

@testable import Postgres

/// The error that `body` throws, if it is PostgreSQL's.
func failure<Value>(of body: () async throws -> Value) async -> PostgresError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? PostgresError
    }
}

/// Waits until something is true.
func eventually(_ condition: () -> Bool) async throws {
    for _ in 0..<20_000 {
        if condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    throw TestDatabase.Unusable(description: "it never became true")
}

/// Counts from several threads.
final class Counter: Sendable {
    private let value = Locked(0)

    var count: Int { value.withLock { $0 } }

    @discardableResult
    func next() -> Int {
        value.withLock { value in
            value += 1
            return value
        }
    }
}

/// Holds the threads that wait in it until it ends; or for twenty seconds, so that a failed test ends too.
final class Hold: Sendable {
    private let isOver = Locked(false)

    func wait() {
        for _ in 0..<1_000_000 where !isOver.withLock(\.self) { usleep(1_000) }
    }

    func end() {
        isOver.withLock { $0 = true }
    }
}
