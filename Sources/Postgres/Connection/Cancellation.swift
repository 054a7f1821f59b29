internal import CPostgres

/// Carries the cancellation of a task to the statement that its transaction runs.
///
/// The lock is held while a cancel request is under way, and ``detach()`` waits for it: a late request cannot hit the
/// statement of somebody else who uses the connection next.
final class Cancellation: Sendable {
    private struct State {
        var isCancelled = false
        /// A `PGcancel *` as a number: the compiler's region checks refuse the pointer here.
        var handle: UInt = 0
    }

    private let state = Locked(State())

    var isCancelled: Bool { state.withLock(\.isCancelled) }

    func attach(_ handle: OpaquePointer?) throws(PostgresError) {
        let isCancelled = state.withLock { state in
            state.handle = UInt(bitPattern: handle)
            return state.isCancelled
        }
        if isCancelled { throw PostgresError(.cancelled, "the task was cancelled") }
    }

    func detach() {
        state.withLock { $0.handle = 0 }
    }

    /// Called by the task that cancels, on its thread.
    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            guard let handle = OpaquePointer(bitPattern: state.handle) else { return }
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
                // If the request does not reach the server, the statement runs to its end or its timeout.
                _ = PQcancel(handle, message.baseAddress, Int32(message.count))
            }
        }
    }
}
