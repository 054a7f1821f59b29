import TransparencyLog

/// Has the log's checkpoints cosigned by others (xin chứng kiến): whoever knows a witness can tell that they are shown the
/// history that it saw.
///
/// It takes the newest checkpoint that was published, asks all witnesses at once, and keeps the checkpoint with the
/// cosignatures that came beside the log. Witnesses that are away are asked again later; sealing waits for none.
public actor Witnessing {
    /// Something to tell whoever runs the office.
    public struct News: Sendable, Equatable {
        public let text: String
        /// A witness speaks against us, as where an old backup was put back.
        public let isEvidence: Bool
    }

    private struct Peer {
        let address: String
        let door: WitnessDoor
        var backoff: Backoff
        /// The size that it cosigned last.
        var known = 0
        var told: String?
        var contradicts = false
    }

    private let root: String
    private let status: SealStatus
    private var peers: [Peer]
    private var log = 0

    init(root: String, witnesses: [TrailConfiguration.Witness], status: SealStatus) throws {
        self.root = root
        self.status = status
        peers = try witnesses.map {
            guard let door = try? WitnessDoor($0) else {
                throw WitnessRefusal.failed("trail.witnesses: “\($0.key)” is not the key of a witness.")
            }
            return Peer(
                address: $0.address, door: door, backoff: Backoff(first: .seconds(5), longest: .seconds(300)))
        }
    }

    /// Asks whenever there is a newer checkpoint, every few seconds at most, until the task is cancelled.
    public func run(_ report: @Sendable (News) -> Void) async {
        while !Task.isCancelled {
            for news in await round() { report(news) }
            try? await Task.sleep(for: .milliseconds(Int.random(in: 2500...5000)))
        }
    }

    /// Has the newest checkpoint cosigned by everybody who has not, and is due.
    func round() async -> [News] {
        guard let log = SealFolder.newestLog(in: root), let folder = try? SealFolder(root: root, log: log),
            let key = try? folder.verifier(), let checkpoint = try? folder.checkpoint(of: key)
        else { return [] }
        if log != self.log { begin(log, try? folder.cosigned(of: key)) }
        let due = peers.indices.filter { peers[$0].backoff.isDue && peers[$0].known != checkpoint.checkpoint.size }
        let answers = await withTaskGroup(of: (Int, Result<SignedCheckpoint, any Error>).self) { group in
            for index in due {
                let (door, known) = (peers[index].door, peers[index].known)
                group.addTask {
                    do {
                        return (index, .success(try await door.cosign(checkpoint, after: known, in: folder, of: key)))
                    } catch {
                        return (index, .failure(error))
                    }
                }
            }
            var answers: [(Int, Result<SignedCheckpoint, any Error>)] = []
            for await answer in group { answers.append(answer) }
            return answers
        }
        var news = answers.compactMap { note($0.0, $0.1) }
        do { try keep(answers.compactMap { try? $0.1.get() }, in: folder, of: key) } catch {
            news.append(News(text: "the cosigned checkpoint could not be kept: \(error)", isEvidence: false))
        }
        return news
    }

    /// Another log: nobody has seen it, but for those whose cosignatures are kept.
    private func begin(_ log: Int, _ cosigned: SignedCheckpoint?) {
        self.log = log
        status.contradicted(nil)
        for index in peers.indices {
            let isKept = (try? cosigned?.cosignatures(by: [peers[index].door.key]))?.isEmpty == false
            peers[index].known = isKept ? cosigned?.checkpoint.size ?? 0 : 0
            peers[index].backoff.succeeded()
            peers[index].told = nil
            peers[index].contradicts = false
        }
    }

    /// Remembers what a witness said; the same is told once.
    private func note(_ index: Int, _ answer: Result<SignedCheckpoint, any Error>) -> News? {
        switch answer {
        case .success(let cosigned):
            peers[index].known = cosigned.checkpoint.size
            peers[index].backoff.succeeded()
            peers[index].told = nil
            peers[index].contradicts = false
            if !peers.contains(where: \.contradicts) { status.contradicted(nil) }
            return nil
        case .failure(let error):
            peers[index].backoff.failed()
            let text = "the witness \(peers[index].address) \(error)"
            guard peers[index].told != text else { return nil }
            peers[index].told = text
            guard case WitnessRefusal.contradicts = error else { return News(text: text, isEvidence: false) }
            peers[index].contradicts = true
            status.contradicted(text)
            return News(text: text, isEvidence: true)
        }
    }

    /// Keeps the newest checkpoint that anybody cosigned, with all its cosignatures.
    private func keep(_ answers: [SignedCheckpoint], in folder: SealFolder, of key: VerifierKey) throws {
        let kept = try? folder.cosigned(of: key)
        guard let size = answers.map(\.checkpoint.size).max(), size >= kept?.checkpoint.size ?? 0 else { return }
        var whole: SignedCheckpoint?
        for next in [kept].compactMap({ $0 }) + answers where next.checkpoint.size == size {
            guard let before = whole else {
                whole = next
                continue
            }
            // The log's own signature comes first in each.
            let new = next.note.signatures.dropFirst().filter { signature in
                !before.note.signatures.contains { $0.line == signature.line }
            }
            whole = try new.reduce(before) { try $0.adding($1) }
        }
        if let whole { try folder.keep(cosigned: whole) }
    }
}

extension Workflow {
    /// What has the log cosigned; `nil` where the settings name no witness.
    ///
    /// - Throws: the sentence that names the setting which is wrong.
    public func makeWitnessing() throws -> Witnessing? {
        let witnesses = configuration.trail.witnesses
        guard !witnesses.isEmpty else { return nil }
        return try Witnessing(root: configuration.sealFolder, witnesses: witnesses, status: seal)
    }
}
