import Exchange
import Logging
import ServiceLifecycle
import Workflow

/// Sending to other agencies and receiving from them, beside the office.
struct ExchangeWithOthers: Service {
    let dispatcher: Dispatcher
    let receiving: Receiving
    let directories: DirectorySyncing
    let transports: [any Transport]
    let logger: Logger

    /// Nothing where there are no peers: then nothing is asked for, and no connection is held for it.
    ///
    /// - Throws: ``SettingsError`` where a peer's way cannot be opened.
    init?(_ workflow: Workflow, _ outside: Settings.Outside, logger: Logger) throws {
        guard !outside.peers.isEmpty else { return nil }
        let peers = try outside.peers.map {
            ExchangePeer(name: $0.name, agency: $0.agency, transport: try $0.opened())
        }
        transports = peers.map(\.transport)
        dispatcher = workflow.makeDispatcher(peers)
        // An office brings what it has by itself.
        let asked = peers.filter { !($0.transport is OfficeClient) }
        receiving = workflow.makeReceiving(from: asked, every: .seconds(outside.pollSeconds))
        let lists = Set(outside.peers.filter { $0.directory == true }.map(\.name))
        directories = workflow.makeDirectorySyncing(from: peers.filter { lists.contains($0.name) })
        self.logger = logger
    }

    func run() async throws {
        await withTaskGroup { group in
            group.addTask { [dispatcher, logger] in
                await withGracefulShutdownHandler {
                    await dispatcher.run { logger.error("\($0.peer): \($0.sentence)") }
                } onGracefulShutdown: {
                    dispatcher.stop()
                }
            }
            group.addTask { [directories, logger] in
                await cancelWhenGracefulShutdown {
                    await directories.run { logger.report($1, of: $0) }
                    try? await gracefulShutdown()
                }
            }
            group.addTask { [receiving, logger] in
                await cancelWhenGracefulShutdown {
                    await receiving.run { logger.error("\($0): \($1)") }
                }
            }
        }
        for transport in transports { await transport.close() }
    }
}

extension Logger {
    fileprivate func report(_ outcome: DirectorySyncing.Outcome, of peer: String) {
        switch outcome {
        case .done(let sync):
            let changes = sync.changes
            notice(
                "\(peer): the directory is as the platform has it",
                metadata: [
                    "listed": "\(sync.listed)", "added": "\(changes.added)", "changed": "\(changes.changed)",
                    "left": "\(changes.left)", "faulty": "\(sync.faultCount)",
                ])
        case .failed(let why): error("\(peer): the directory was not synchronised: \(why)")
        }
    }
}
