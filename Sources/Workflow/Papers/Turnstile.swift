/// Lets a few in at once; who comes then waits in line, and who comes to a long line is told so.
actor Turnstile {
    private var free: Int
    private let longest: Int
    private var line: [CheckedContinuation<Void, Never>] = []

    init(atOnce: Int, waiting: Int) {
        free = atOnce
        longest = waiting
    }

    /// - Throws: ``PaperToolFault/busy``, and what the body throws.
    nonisolated func pass<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        try await enter()
        do {
            // Whoever left while waiting has no use for it any more.
            try Task.checkCancellation()
            let result = try await body()
            await leave()
            return result
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async throws {
        if free > 0 {
            free -= 1
            return
        }
        guard line.count < longest else { throw PaperToolFault.busy }
        await withCheckedContinuation { line.append($0) }
    }

    private func leave() {
        if line.isEmpty { free += 1 } else { line.removeFirst().resume() }
    }
}
