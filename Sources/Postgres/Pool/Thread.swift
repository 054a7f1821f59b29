internal import Glibc

/// Starts a thread of its own for `body`, which blocks.
///
/// Tasks run on a few shared threads, so nothing that waits for the network may run there.
func startThread(_ body: @escaping @Sendable () -> Void) {
    let start = Unmanaged.passRetained(ThreadStart(body: body))
    var thread = pthread_t()
    let failure = pthread_create(
        &thread, nil,
        { context in
            guard let context else { return nil }
            let start = Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue()
            start.body()
            return nil
        }, start.toOpaque())
    precondition(failure == 0, "the system gives no more threads")
    pthread_detach(thread)
}

/// Runs `body` on a thread of its own and waits for it without blocking the caller's.
func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        startThread { continuation.resume(with: Result(catching: body)) }
    }
}

private final class ThreadStart: Sendable {
    let body: @Sendable () -> Void

    init(body: @escaping @Sendable () -> Void) {
        self.body = body
    }
}
