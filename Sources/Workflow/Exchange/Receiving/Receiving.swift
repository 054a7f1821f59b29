import Exchange
import Foundation
import Postgres
import Records
import Synchronization

/// Receives what peers have for the agencies here (nhận liên thông), one peer beside the other.
///
/// A peer that is away or slow holds nobody up, and neither does a parcel that cannot be fetched or kept: it stays with
/// the peer and is tried again, ever less often, and after an hour there is an alarm. Any number of instances may try: one at a time receives from a peer.
public final class Receiving: Sendable {
    /// How many parcels one round asks for, beside those that failed before.
    private static let mostParcels = 200

    private let workflow: Workflow
    private let peers: [ExchangePeer]
    private let pause: Duration
    private let claims: Database
    /// By the peer's name.
    private let troubles = Mutex<[String: ParcelTroubles]>([:])

    init(_ workflow: Workflow, peers: [ExchangePeer], pause: Duration) {
        self.workflow = workflow
        self.peers = peers
        self.pause = pause
        var configuration = workflow.configuration.reports
        configuration.connections = 1
        configuration.applicationName = "congvan receive"
        claims = Database(configuration)
    }

    /// Receives until the task is cancelled.
    ///
    /// - Parameter report: is told of each peer what is in the way, once for each reason.
    public func run(_ report: @escaping @Sendable (_ peer: String, _ reason: String) -> Void) async {
        await withTaskGroup { group in
            for peer in peers {
                group.addTask { await self.receive(from: peer, report) }
            }
        }
        await claims.shutdown()
    }

    private func receive(from peer: ExchangePeer, _ report: @Sendable (String, String) -> Void) async {
        var backoff = Backoff(first: .seconds(1), longest: .seconds(900))
        var told: String?
        while !Task.isCancelled {
            do {
                let round = try await round(peer)
                backoff.succeeded()
                for fault in round.faults where fault != told { report(peer.name, fault) }
                told = round.faults.last
                if round.isCutShort { continue }
            } catch is CancellationError {
                return
            } catch {
                let fault = error as? ExchangeError
                // Where our own database or disk is away nothing is known of the peer.
                if let fault { workflow.peers.holds(peer.name, fault.sentence, since: nil) }
                let why = fault?.sentence.english ?? "\(error)"
                if why != told { report(peer.name, why) }
                told = why
                backoff.failed()
            }
            // Two offices that were started together do not ask together for ever.
            let jittered = pause * Double.random(in: 0.8...1.2)
            try? await Task.sleep(for: backoff.isDue ? jittered : max(jittered, backoff.notBefore - .now))
        }
    }

    /// Takes in everything that waits at a peer.
    ///
    /// - Returns: why parcels were left there, and whether there may be more of them than one round takes.
    func round(_ peer: ExchangePeer) async throws -> (faults: [String], isCutShort: Bool) {
        guard try await claim(peer.name) else {
            workflow.peers.holdsNothing(peer.name)
            return ([], false)
        }
        guard let agency = try await workflow.agency(withCode: peer.agency) else {
            return (["there is no agency with the code \(peer.agency)"], false)
        }
        var troubles = troubles.withLock { $0[peer.name] ?? ParcelTroubles() }
        defer { self.troubles.withLock { $0[peer.name] = troubles } }
        let parcels = try await peer.transport.waiting(atMost: Self.mostParcels + troubles.count).parcels
        troubles.keep(only: Set(parcels.map(\.id)))
        var faults: [Phrase] = []
        var taken = 0
        for parcel in parcels where troubles.isDue(parcel.id) {
            do {
                try await take(parcel, from: peer, for: agency)
                taken += 1
                troubles.gotIn(parcel.id)
            } catch let error where Self.isOurs(error) {
                throw error
            } catch {
                troubles.failed(parcel.id)
                let why = (error as? ExchangeError)?.sentence ?? Phrase("\(error)", "\(error)")
                faults.append(Phrase("\(parcel.id): \(why.vietnamese)", "\(parcel.id): \(why.english)"))
            }
        }
        if let since = troubles.since {
            workflow.peers.holds(peer.name, faults.last, since: since)
        } else {
            workflow.peers.holdsNothing(peer.name)
        }
        return (faults.map(\.english), taken >= Self.mostParcels)
    }

    /// Whether an error says nothing about the parcel: we stop, or our database, disk or trail is not ready.
    private static func isOurs(_ error: any Error) -> Bool {
        if case .trailNotSealed = error as? WorkflowError { return true }
        return error is CancellationError || Workflow.isUnavailable(error)
    }

    /// One instance at a time asks a peer: the lock is the connection's own, and ends with it.
    private func claim(_ peer: String) async throws -> Bool {
        try await claims.row(
            "SELECT pg_try_advisory_lock(hashtext('exchange.receive'), hashtext(\(peer))) AS held"
        ) { try $0["held"] as Bool } ?? false
    }

    /// Fetches a parcel, keeps it, and only then tells the peer that it may forget it.
    private func take(_ parcel: WaitingParcel, from peer: ExchangePeer, for agency: Agency) async throws {
        let path = workflow.store.temporary()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let fetched: FetchedParcel
        do {
            fetched = try await peer.transport.fetch(parcel, into: path)
        } catch let error as ExchangeError {
            // Only what we would never take is given up. Whatever else a peer says may be its mistake, or may pass:
            // acknowledged, the document would be lost.
            guard case .transport(.tooLarge) = error.kind else { throw error }
            try await workflow.recordUnfetched(parcel, fault: error.verdict, from: peer.name, for: agency)
            return try await peer.transport.acknowledge(parcel, as: .failed(reason: error.sentence.english))
        }
        _ = try await workflow.deliveries.onPool {
            let file = try workflow.keep(fetched, named: parcel.id)
            let delivery = Delivery(peer: peer.name, messageID: parcel.id, sender: parcel.sender, file: file)
            return try await workflow.receiveEnvelope(delivery, for: agency)
        }
        try await peer.transport.acknowledge(parcel, as: .done)
    }
}

extension Workflow {
    /// What receives from these peers; one for an office, run beside it.
    public func makeReceiving(from peers: [ExchangePeer], every pause: Duration = .seconds(30)) -> Receiving {
        Receiving(self, peers: peers, pause: pause)
    }

    /// The agency here that has this code.
    func agency(withCode code: String) async throws -> Agency? {
        try await database.row(
            "SELECT id, code, name FROM agency WHERE code = \(code) AND NOT correspondent"
        ) { Agency(id: try $0["id"], code: try $0["code"], name: try $0["name"]) }
    }

    /// Takes a fetched file into the store.
    fileprivate func keep(_ parcel: FetchedParcel, named id: String) throws -> ReceivedFile {
        try store.adopt(parcel.path, digest: parcel.digest)
        return ReceivedFile(
            digest: parcel.digest, size: Int(parcel.size), name: Attachment.displayName(id + ".edxml", number: 1),
            mediaType: MediaType.xml.rawValue)
    }

    fileprivate func recordUnfetched(
        _ parcel: WaitingParcel, fault: String, from peer: String, for agency: Agency
    ) async throws {
        let event = AuditEvent(
            .intakeFaulty, on: .intake(0),
            detail: [
                "fault": fault, "peer": peer, "message": parcel.id, "sender": parcel.sender ?? "",
                "sha256": parcel.digest?.hexadecimal ?? "",
            ])
        try await looks.submit([Look(event: event, caller: .service(in: agency.id))])
    }
}
