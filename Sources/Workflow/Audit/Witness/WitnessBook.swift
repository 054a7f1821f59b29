import Glibc
import NIOPosix
import Synchronization
import TransparencyLog

/// What a witness answers (C2SP tlog-witness).
public enum WitnessAnswer: Sendable, Equatable {
    /// The cosignature's line, with its newline.
    case cosigned(String)
    case malformed
    case badSignature
    case unknownLog
    /// The log must prove from this size, or has shown two trees of it.
    case otherSize(Int)
    case notConsistent
}

/// What a witness has seen of its peers' logs, and cosigns by (sổ của bên chứng kiến).
///
/// Of each log it knows the largest tree that it cosigned, and cosigns none that does not grow out of it. That tree is
/// durable in the folder before its cosignature leaves, so whatever ends the program, no answer contradicts an older one.
public final class WitnessBook: Sendable {
    /// Why a witness cannot begin.
    public enum Fault: Error, Sendable, CustomStringConvertible {
        case badKey(String)
        case twoKeys(String)
        case inUse(String)
        /// What was cosigned of a log cannot be read: it must be put back, for nothing can be cosigned without it.
        case damaged(String)

        public var description: String {
            switch self {
            case .badKey(let key): "“\(key)” is not the key of a log."
            case .twoKeys(let origin): "Two keys are given for the log “\(origin)”."
            case .inUse(let folder): "Another witness works in \(folder)."
            case .damaged(let file): "\(file) is damaged: put it back from a backup."
            }
        }
    }

    /// A request is a few kilobytes; nothing longer is looked at.
    public static let longestRequest = 64 << 10

    private let folder: DurableFolder
    private let key: SigningKey
    private let peers: [String: VerifierKey]
    /// The last cosigned checkpoint of each log; whoever decides holds it until the next one is durable.
    private let seen: Mutex<[String: Checkpoint]>
    private let lock: FolderLock

    /// Opens a witness's folder, or makes it with a new key.
    ///
    /// `name` is the witness's name, for a key that is made here; `keys` are those of the logs that it cosigns.
    ///
    /// - Throws: ``Fault``, or what the disk says.
    public init(folder path: String, name: String, peers keys: [String]) throws {
        folder = try DurableFolder(path)
        guard let lock = try FolderLock("\(path)/lock") else { throw Fault.inUse(path) }
        self.lock = lock
        var peers: [String: VerifierKey] = [:]
        for text in keys {
            guard let key = try? VerifierKey(text), key.algorithm == .ed25519 else { throw Fault.badKey(text) }
            guard peers.updateValue(key, forKey: key.name) == nil else { throw Fault.twoKeys(key.name) }
        }
        self.peers = peers
        key = try WitnessFiles.key(in: folder, named: name)
        seen = Mutex(try WitnessFiles.seen(in: folder, of: peers))
    }

    /// What checks its cosignatures, for the settings of the peers.
    public var verifierKey: String { key.verifier.text }

    /// Answers `POST add-checkpoint`, on a thread that may wait for the disk.
    ///
    /// - Throws: what the disk says; then nothing was cosigned.
    public func answer(_ body: [UInt8]) async throws -> WitnessAnswer {
        try await NIOThreadPool.singleton.runIfActive { try self.decide(body) }
    }

    func decide(_ body: [UInt8]) throws -> WitnessAnswer {
        guard body.count <= Self.longestRequest, let request = try? WitnessRequest(body),
            let origin = try? Checkpoint(text: request.note.text).origin
        else { return .malformed }
        guard let log = peers[origin] else { return .unknownLog }
        return try seen.withLock { seen in
            let checked: SignedCheckpoint
            do throws(TransparencyError) {
                checked = try request.checked(for: log, after: seen[origin])
            } catch {
                return WitnessAnswer(error, seen: seen[origin]?.size ?? 0)
            }
            if seen[origin]?.size != checked.checkpoint.size {
                try WitnessFiles.keep(checked, in: folder)
                seen[origin] = checked.checkpoint
            }
            let cosignature = try key.cosign(checked.checkpoint, at: time(nil))
            return .cosigned(cosignature.line + "\n")
        }
    }
}

extension WitnessAnswer {
    fileprivate init(_ error: TransparencyError, seen: Int) {
        self =
            switch error {
            case .noKnownSignature, .wrongSignature: .badSignature
            case .otherSizeSeen(let size): .otherSize(size)
            case .fork: .otherSize(seen)
            case .wrongProofLength, .wrongRoot: .notConsistent
            default: .malformed
            }
    }
}
