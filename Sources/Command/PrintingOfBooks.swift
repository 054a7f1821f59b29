import Logging
import ServiceLifecycle
import Workflow

/// The prints of books that people asked for, one at a time, beside the office.
struct PrintingOfBooks: Service {
    /// Between two looks for a print that waits.
    private static let pause = Duration.seconds(2)

    let workflow: Workflow
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await workflow.printWaitingBook() { continue }
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("a book was not printed", metadata: ["error": "\(error)"])
                }
                do { try await Task.sleep(for: Self.pause) } catch { return }
            }
        }
    }
}
