import Exchange
import Foundation
import Postgres
import Records

/// The envelopes to one peer, one after the other (hàng đợi gửi của một kênh).
struct PeerQueue: Sendable {
    /// One failure says something about an envelope, some in a row about the peer.
    private static let failuresOfAPeer = 3

    let dispatcher: Dispatcher
    let peer: ExchangePeer
    var workflow: Workflow { dispatcher.workflow }
    var rules: ExchangeConfiguration { workflow.configuration.exchange }

    init(_ dispatcher: Dispatcher, peer: ExchangePeer) {
        self.dispatcher = dispatcher
        self.peer = peer
    }

    /// Sends what is due, and waits for more.
    func run(_ report: @Sendable (Dispatcher.Trouble) -> Void) async {
        var backoff = Backoff(first: rules.firstPause, longest: rules.longestPause)
        var failures = 0
        var told: String?
        func tell(_ why: String) {
            if why != told { report(.init(peer: peer.name, sentence: why)) }
            told = why
        }
        while !dispatcher.isStopping {
            var pause = rules.poll
            do {
                if let agency = try await agencyWithSomethingDue() {
                    // One after the other, until nothing is due or the peer fails: only then is it asked again.
                    while !dispatcher.isStopping, let outcome = try await sendNext(of: agency) {
                        guard case .tryAgain(let error) = outcome else {
                            (failures, told) = (0, nil)
                            backoff.succeeded()
                            continue
                        }
                        failures += 1
                        tell(error.sentence.english)
                        guard failures >= Self.failuresOfAPeer else { continue }
                        backoff.failed()
                        pause = backoff.notBefore - .now
                        break
                    }
                }
            } catch is CancellationError {
                return
            } catch {
                // The database is away, or the disk: nothing is known of the peer.
                tell("\(error)")
            }
            if pause > .zero { await dispatcher.rest(pause) }
        }
    }

    /// The agency that the peer belongs to, where something of it is due; its other envelopes are none of this peer's.
    private func agencyWithSomethingDue() async throws -> Agency.ID? {
        guard let agency = try await workflow.agency(withCode: peer.agency) else { return nil }
        return try await workflow.isEnvelopeDue(through: peer.name, of: agency.id) ? agency.id : nil
    }

    /// Sends the envelope that is due longest, and says what came of it; nothing where somebody else took it.
    private func sendNext(of agency: Agency.ID) async throws -> Handover? {
        guard let leased = try await workflow.leaseEnvelope(through: peer.name, of: agency, by: dispatcher.worker)
        else {
            return nil
        }
        let outcome = try await withThrowingTaskGroup(of: Handover?.self) { group in
            group.addTask { try await handOver(leased) }
            group.addTask {
                while true {
                    try await Task.sleep(for: rules.lease / 3)
                    try? await workflow.renewLease(of: leased, by: dispatcher.worker)
                }
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        guard let outcome else { return nil }
        switch outcome {
        case .accepted, .refused: workflow.peers.answered(peer.name)
        case .tryAgain(let error):
            workflow.peers.failed(peer.name, error.sentence, since: leased.postedAt)
        }
        try await workflow.settle(leased, outcome, by: dispatcher.worker)
        return outcome
    }

    private func handOver(_ leased: LeasedEnvelope) async throws -> Handover {
        let store = workflow.store
        let copy = leased.body.map { _ in store.temporary() }
        // A copy that a crash leaves is swept with the other temporary files.
        defer { if let copy { unlink(copy) } }
        if let copy, let body = leased.body { try Data(body).write(to: URL(filePath: copy)) }
        let parcel: OutgoingParcel
        do throws(ExchangeError) {
            parcel = try OutgoingParcel(
                id: leased.messageID, file: copy ?? store.path(of: leased.digest), size: Int64(leased.size),
                digest: leased.digest, sender: leased.sender, recipients: [leased.recipient], kind: leased.kind)
        } catch {
            return .refused(error)
        }
        return try await peer.transport.send(parcel)
    }
}
