import Exchange
import Foundation
import Postgres
import Records

/// The envelopes to one peer, one after the other (hàng đợi gửi của một kênh).
struct PeerQueue: Sendable {
    /// One failure says something about an envelope, some in a row about the peer.
    private static let failuresOfAPeer = 3

    let dispatcher: Dispatcher
    let peer: String
    let transport: any Transport
    var workflow: Workflow { dispatcher.workflow }
    var rules: ExchangeConfiguration { workflow.configuration.exchange }

    init(_ dispatcher: Dispatcher, peer: String, transport: any Transport) {
        self.dispatcher = dispatcher
        self.peer = peer
        self.transport = transport
    }

    /// Sends what is due, and waits for more.
    func run(_ report: @Sendable (Dispatcher.Trouble) -> Void) async {
        var backoff = Backoff(first: rules.firstPause, longest: rules.longestPause)
        var failures = 0
        var told: String?
        while !dispatcher.isStopping {
            var pause = rules.poll
            do {
                for agency in try await dueAgencies() {
                    guard let outcome = try await sendNext(of: agency) else { continue }
                    pause = .zero
                    guard case .tryAgain(let error) = outcome else {
                        (failures, told) = (0, nil)
                        backoff.succeeded()
                        continue
                    }
                    failures += 1
                    let why = error.sentence.english
                    if why != told { report(.init(peer: peer, sentence: why)) }
                    told = why
                    guard failures >= Self.failuresOfAPeer else { continue }
                    backoff.failed()
                    pause = backoff.notBefore - .now
                    break
                }
            } catch is CancellationError {
                return
            } catch {
                // The database is away, or the disk: nothing is known of the peer.
                if "\(error)" != told { report(.init(peer: peer, sentence: "\(error)")) }
                told = "\(error)"
                pause = rules.poll
            }
            if pause > .zero { await dispatcher.rest(pause) }
        }
    }

    private func dueAgencies() async throws -> [Agency.ID] {
        try await workflow.database.read { transaction in
            try transaction.rows("SELECT agency_id FROM agencies_with_due_envelopes(\(peer))") {
                try $0["agency_id"] as Int
            }
        }
    }

    /// Sends the envelope that is due longest, and says what came of it; nothing where somebody else took it.
    private func sendNext(of agency: Agency.ID) async throws -> Handover? {
        guard let leased = try await workflow.leaseEnvelope(through: peer, of: agency, by: dispatcher.worker) else {
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
        case .accepted, .refused: workflow.peers.answered(peer)
        case .tryAgain(let error):
            workflow.peers.failed(peer, error.sentence.english, since: leased.postedAt)
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
        return try await transport.send(parcel)
    }
}
