import TestOffice
import Workflow

/// Lends an office of its own to a test, a few at a time: each has connections, and the cluster's are counted.
func inOffice<Result>(
    _ change: (inout Workflow.Configuration) -> Void = { _ in }, _ test: (TestOffice) async throws -> Result
) async throws -> Result {
    await Turns.shared.take()
    do {
        let result = try await withOffice(change, test)
        await Turns.shared.give()
        return result
    } catch {
        await Turns.shared.give()
        throw error
    }
}

private actor Turns {
    static let shared = Turns()

    private var free = 4
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async {
        if free > 0 {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func give() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
