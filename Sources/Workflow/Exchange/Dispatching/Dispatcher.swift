public import Exchange
import Foundation
import Postgres
import Records
import Synchronization

/// The service that sends (gửi gói tin): a queue for each peer, so that a slow or dead one delays nobody else.
///
/// Each envelope is sent at least once: what was sent is marked afterwards, and whoever died between the two is followed by
/// another who sends it again under the same id, which the other side knows. Any number of instances may run: an envelope
/// is one worker's for as long as it says that it is at it.
public final class Dispatcher: Sendable {
    /// What is in the way, for whoever reads the service's log.
    public struct Trouble: Sendable {
        public let peer: String
        public let sentence: String
    }

    let workflow: Workflow
    let transports: [String: any Transport]
    /// This worker, in leases.
    let worker = UUID()
    private let stopping = Mutex(false)

    init(_ workflow: Workflow, transports: [String: any Transport]) {
        self.workflow = workflow
        self.transports = transports
        for peer in transports.keys { workflow.peers.begin(peer) }
    }

    /// Sends until it is stopped.
    ///
    /// - Parameter report: is told what is in the way of a peer, once for each reason.
    public func run(_ report: @escaping @Sendable (Trouble) -> Void) async {
        await withTaskGroup { group in
            for (peer, transport) in transports {
                let queue = PeerQueue(self, peer: peer, transport: transport)
                group.addTask { await queue.run(report) }
            }
        }
    }

    /// Finishes the envelopes that are being sent, and ends.
    public func stop() { stopping.withLock { $0 = true } }

    var isStopping: Bool { stopping.withLock { $0 } || Task.isCancelled }

    /// Sleeps, unless it is stopped meanwhile.
    func rest(_ duration: Duration) async {
        let end = ContinuousClock.now + duration
        while !isStopping, .now < end { try? await Task.sleep(for: min(end - .now, .milliseconds(200))) }
    }
}

extension Workflow {
    /// What sends to other agencies, run beside the office.
    ///
    /// - Parameter transports: the way to each peer, by its name in the settings.
    public func makeDispatcher(_ transports: [String: any Transport]) -> Dispatcher {
        Dispatcher(self, transports: transports)
    }
}
