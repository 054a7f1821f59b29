import Foundation
import Postgres
import Records
import Synchronization

/// The service that sends (gửi gói tin): a queue for each peer, so that a slow or dead one delays nobody else.
///
/// Each envelope is sent at least once: what was sent is marked afterwards, and whoever died between the two is followed by
/// another who sends it again under the same id, which the other side knows. Any number of instances may run: an envelope
/// is one worker's for as long as it says that it is at it. A peer carries for the agency that it belongs to and no other.
public final class Dispatcher: Sendable {
    /// What is in the way, for whoever reads the service's log.
    public struct Trouble: Sendable {
        public let peer: String
        public let sentence: String
    }

    let workflow: Workflow
    let peers: [ExchangePeer]
    /// This worker, in leases.
    let worker = UUID()
    private let stopping = Mutex(false)

    init(_ workflow: Workflow, peers: [ExchangePeer]) {
        self.workflow = workflow
        self.peers = peers
        for peer in peers { workflow.peers.begin(peer.name) }
    }

    /// Sends until it is stopped.
    ///
    /// - Parameter report: is told what is in the way of a peer, once for each reason.
    public func run(_ report: @escaping @Sendable (Trouble) -> Void) async {
        await withTaskGroup { group in
            group.addTask { await self.send(report) }
            group.addTask { await self.waitForTheEnd() }
            await group.next()
            group.cancelAll()
        }
    }

    private func send(_ report: @escaping @Sendable (Trouble) -> Void) async {
        await withTaskGroup { group in
            for peer in peers {
                let queue = PeerQueue(self, peer: peer)
                group.addTask { await queue.run(report) }
            }
        }
    }

    /// Returns a while after the stop was asked for: what hangs then is broken off.
    private func waitForTheEnd() async {
        while !isStopping { await rest(.seconds(60)) }
        try? await Task.sleep(for: workflow.configuration.exchange.lastWait)
    }

    /// Finishes the envelopes that are being sent, and ends.
    ///
    /// One that hangs is broken off some seconds later; whoever finds its lease ended sends it again under the same id.
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
    /// Each of the `peers` has a name of its own.
    public func makeDispatcher(_ peers: [ExchangePeer]) -> Dispatcher { Dispatcher(self, peers: peers) }
}
