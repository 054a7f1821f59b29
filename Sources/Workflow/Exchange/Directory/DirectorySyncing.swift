import Exchange
import Foundation
import Postgres
import Records

/// Keeps the directory as the platforms have it (đồng bộ danh bạ hằng ngày).
///
/// Each is asked once a day, and after a failure ever less often until it answers. Any number of instances may try.
public final class DirectorySyncing: Sendable {
    private static let pause = Duration.seconds(60)

    private let workflow: Workflow
    private let peers: [ExchangePeer]
    private let caller = Caller.service(in: 0)

    init(_ workflow: Workflow, peers: [ExchangePeer]) {
        self.workflow = workflow
        self.peers = peers
    }

    /// Asks until the task is cancelled.
    ///
    /// - Parameter report: is told of each peer what is in the way, and what came of each list.
    public func run(_ report: @escaping @Sendable (_ peer: String, _ outcome: Outcome) -> Void) async {
        while !Task.isCancelled {
            for peer in peers {
                if let outcome = await round(peer) { report(peer.name, outcome) }
            }
            try? await Task.sleep(for: Self.pause)
        }
    }

    public enum Outcome: Sendable {
        case done(DirectorySync)
        case failed(String)
    }

    /// Asks a platform for its list where that is due.
    ///
    /// - Returns: what came of it; `nil` where it was not asked.
    func round(_ peer: ExchangePeer) async -> Outcome? {
        do {
            let state = try await workflow.directorySyncState(of: peer.name)
            note(peer, state)
            if let state, state.nextAt > workflow.now() { return nil }
            guard try await workflow.claimDirectory(of: peer.name, by: caller) else { return nil }
            let rules = DirectorySyncRules(mostLost: workflow.configuration.exchange.directoryMostLost)
            let outcome: Outcome
            do {
                outcome = .done(try await workflow.synchroniseDirectory(from: peer, rules, by: caller))
            } catch let error where !(error is CancellationError) && !Workflow.isUnavailable(error) {
                outcome = .failed(error.directorySentence)
                try await workflow.noteNotSynchronised(
                    peer.name, error.directoryCode, isRefused: error.isListRefused, by: caller)
            }
            note(peer, try await workflow.directorySyncState(of: peer.name))
            return outcome
        } catch is CancellationError {
            return nil
        } catch {
            // The database is away: others say so, and the list is asked for when its time has come again.
            return .failed("\(error)")
        }
    }

    private func note(_ peer: ExchangePeer, _ state: DirectorySyncState?) {
        workflow.directories.note(
            peer.name, state, patience: workflow.configuration.exchange.directoryPatience, at: workflow.now())
    }
}

extension Workflow {
    /// What keeps the directory as these peers have it, run beside the office.
    public func makeDirectorySyncing(from peers: [ExchangePeer]) -> DirectorySyncing {
        DirectorySyncing(self, peers: peers)
    }
}

extension Error {
    fileprivate var obstacle: DirectoryObstacle? {
        guard case .directoryObstacle(let obstacle) = self as? WorkflowError else { return nil }
        return obstacle
    }

    /// Whether a list came that cannot be right: somebody must look, today.
    fileprivate var isListRefused: Bool {
        switch obstacle {
        case .empty, .shrunk: true
        case .noList, nil: false
        }
    }

    fileprivate var directorySentence: String {
        obstacle?.sentence.english ?? (self as? ExchangeError)?.sentence.english ?? "\(self)"
    }

    fileprivate var directoryCode: String { obstacle?.code ?? (self as? ExchangeError)?.verdict ?? "fault" }
}
