extension GroupCommit {
    /// An entry on its way: submit first, do something else meanwhile, wait last.
    public final class Ticket: Sendable {
        private enum State {
            case open([CheckedContinuation<Void, any Error>])
            case done(Result<Void, any Error>)
        }

        private let state = Locked(State.open([]))

        init() {}

        init(failure: PostgresError) {
            finish(.failure(failure))
        }

        /// Returns when the entry is durable, or throws why it is not.
        ///
        /// Cancelling the task does not take the entry back, so it does not end the waiting either.
        public func value() async throws {
            try await withCheckedThrowingContinuation { continuation in
                let result: Result<Void, any Error>? = state.withLock { state in
                    switch state {
                    case .open(let waiting):
                        state = .open(waiting + [continuation])
                        return nil
                    case .done(let result):
                        return result
                    }
                }
                if let result { continuation.resume(with: result) }
            }
        }

        func finish(_ result: Result<Void, any Error>) {
            let waiting = state.withLock { state -> [CheckedContinuation<Void, any Error>] in
                guard case .open(let waiting) = state else { return [] }
                state = .done(result)
                return waiting
            }
            for continuation in waiting { continuation.resume(with: result) }
        }
    }
}
