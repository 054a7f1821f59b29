import Foundation

/// Why a test could not go on.
public struct Failed: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

/// Runs blocking code on a thread of its own: tests, and servers under test, share few threads and must not block them.
public func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
    }
}

/// Asks again and again until it is so.
public func eventually(within seconds: Double = 120, _ what: String, _ isSo: () async throws -> Bool) async throws {
    let limit = Date(timeIntervalSinceNow: seconds)
    while Date() < limit {
        if try await isSo() { return }
        try await Task.sleep(for: .milliseconds(50))
    }
    throw Failed("not within \(seconds) seconds: \(what)")
}
