import Logging
import ServiceLifecycle
import Workflow

/// Evidence of the trail that others keep, made beside the office: cosignatures and time stamps.
struct EvidenceElsewhere: Service {
    let witnessing: Witnessing?
    let stamping: Stamping?
    let logger: Logger

    init(_ workflow: Workflow, logger: Logger) throws {
        witnessing = try workflow.makeWitnessing()
        stamping = workflow.makeStamping()
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                if let witnessing {
                    group.addTask {
                        await witnessing.run { news in
                            logger.log(level: news.isEvidence ? .critical : .warning, "\(news.text)")
                        }
                    }
                }
                if let stamping {
                    group.addTask { await stamping.run { logger.warning("no time stamp: \($0)") } }
                }
            }
        }
        // A service that ends would end the others.
        try? await gracefulShutdown()
    }
}
