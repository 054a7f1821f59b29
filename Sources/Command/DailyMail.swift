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
        guard workflow.canMail else { return await waitForTheEnd() }
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

    /// A service that returns would end the others.
    private func waitForTheEnd() async {
        await cancelWhenGracefulShutdown { try? await Task.sleep(for: .seconds(1 << 40)) }
    }
}
