import Foundation
import Glibc
import TransparencyLog

/// The folder outside the database in which the log's tiles and its last checkpoint are (C2SP tlog-tiles).
///
/// Whatever is written is durable before the next thing is done, so a checkpoint never speaks of tiles that are not there.
struct SealFolder: Sendable {
    let root: String
    private let files: DurableFolder

    /// The folder of the log with this number; those that follow the first have folders in its folder.
    init(root: String, log: Int = 1) throws {
        self.root = log == 1 ? root : "\(root)/log-\(log)"
        files = try DurableFolder(self.root)
    }

    /// The newest log of which a checkpoint was published; `nil` where none was.
    static func newestLog(in root: String) -> Int? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let next = names.filter { $0.hasPrefix("log-") }.compactMap { Int($0.dropFirst(4)) }
        return ([1] + next).filter { access("\(root)\($0 == 1 ? "" : "/log-\($0)")/checkpoint", F_OK) == 0 }.max()
    }

    // MARK: - Tiles

    func read(_ tile: Tile) throws -> [UInt8] {
        guard let bytes = try files.read(tile.path) ?? files.read(tile.full.path) else {
            throw SealFault.missing(tile.path)
        }
        return bytes
    }

    /// Writes a tile; a full one takes the place of the partial ones before it.
    func write(_ tile: Tile, _ bytes: [UInt8]) throws {
        try files.write(tile.path, bytes)
        if tile.isFull { try? FileManager.default.removeItem(atPath: "\(root)/\(tile.path).p") }
    }

    /// Where the bundle of entries ends that begins at this place, or around it.
    static func endOfBundle(after size: Int) -> Int { (size / Tile.fullWidth + 1) * Tile.fullWidth }

    // MARK: - The last checkpoint

    func checkpoint(of log: VerifierKey) throws -> SignedCheckpoint? {
        guard let bytes = try files.read("checkpoint") else { return nil }
        return try SignedCheckpoint(SignedNote(bytes), of: log)
    }

    /// The last checkpoint, as the folder's own key signed it.
    func published() throws -> SignedCheckpoint? { try checkpoint(of: verifier()) }

    func publish(_ note: String) throws { try files.write("checkpoint", Array(note.utf8)) }

    /// The newest checkpoint that others cosigned, with their cosignatures.
    func cosigned(of log: VerifierKey) throws -> SignedCheckpoint? {
        guard let bytes = try files.read("checkpoint.cosigned") else { return nil }
        return try SignedCheckpoint(SignedNote(bytes), of: log)
    }

    func keep(cosigned checkpoint: SignedCheckpoint) throws {
        try files.write("checkpoint.cosigned", Array(checkpoint.note.serialized.utf8))
    }

    // MARK: - Keys

    /// The key that checkpoints are signed with, made when there is none yet.
    func key(named origin: String) throws -> SigningKey { try files.signingKey(named: origin) }

    /// The key that checkpoints are signed with, where there is one.
    func key() throws -> SigningKey? { try files.signingKey() }

    /// The key that checks the log, where there is one.
    func verifier() throws -> VerifierKey {
        guard let key = try files.verifierKey() else { throw SealFault.missing("verifier-key") }
        return key
    }
}
