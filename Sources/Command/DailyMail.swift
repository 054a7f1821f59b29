import Logging
import ServiceLifecycle
import Workflow

/// The daily mail of the questions that auditors saved, beside the office.
struct DailyMail: Service {
    /// Between two looks for what is due; what did not leave is tried again after it.
    private static let pause = Duration.seconds(900)

    let workflow: Workflow
    let logger: Logger

    func run() async throws {
        // A service that ends would end the others.
        guard workflow.canMail else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await Task.sleep(for: Self.pause)
                    let mails = try await workflow.mailQuestions()
                    for failure in mails.failures {
                        logger.error("a saved question was not mailed", metadata: ["error": "\(failure)"])
                    }
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("the saved questions were not mailed", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
