import Foundation
import Glibc
import TransparencyLog

/// The folder outside the database in which the log's tiles and its last checkpoint are (C2SP tlog-tiles).
///
/// Whatever is written is durable before the next thing is done, so a checkpoint never speaks of tiles that are not there.
struct SealFolder: Sendable {
    let root: String

    /// - Parameter log: the number of the log; those that follow the first have folders in its folder.
    init(root: String, log: Int = 1) throws {
        self.root = log == 1 ? root : "\(root)/log-\(log)"
        try Self.make(self.root)
    }

    // MARK: - Tiles

    func read(_ tile: Tile) throws -> [UInt8] {
        guard let bytes = try read(tile.path) ?? read(tile.full.path) else { throw SealFault.missing(tile.path) }
        return bytes
    }

    /// Writes a tile; a full one takes the place of the partial ones before it.
    func write(_ tile: Tile, _ bytes: [UInt8]) throws {
        try write(tile.path, bytes)
        if tile.isFull { try? FileManager.default.removeItem(atPath: "\(root)/\(tile.path).p") }
    }

    /// Where the bundle of entries ends that begins at this place, or around it.
    static func endOfBundle(after size: Int) -> Int { (size / Tile.fullWidth + 1) * Tile.fullWidth }

    // MARK: - The last checkpoint

    func checkpoint(of log: VerifierKey) throws -> SignedCheckpoint? {
        guard let bytes = try read("checkpoint") else { return nil }
        return try SignedCheckpoint(SignedNote(bytes), of: log)
    }

    func publish(_ note: String) throws { try write("checkpoint", Array(note.utf8)) }

    // MARK: - Files

    /// The key that checkpoints are signed with, made when there is none yet.
    ///
    /// Whoever has it can sign for the office: the file is for the service alone.
    func key(named origin: String) throws -> SigningKey {
        if let bytes = try read("signing-key") {
            return try SigningKey(String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines))
        }
        let key = try SigningKey(name: origin)
        try write("signing-key", Array((key.secretText + "\n").utf8))
        try write("verifier-key", Array((key.verifier.text + "\n").utf8))
        return key
    }

    /// The key that checks the log, where there is one.
    func verifier() throws -> VerifierKey {
        guard let bytes = try read("verifier-key") else { throw SealFault.missing("verifier-key") }
        return try VerifierKey(String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines))
    }

    private func read(_ path: String) throws -> [UInt8]? {
        let path = "\(root)/\(path)"
        guard access(path, F_OK) == 0 else { return nil }
        return Array(try Data(contentsOf: URL(filePath: path)))
    }

    private func write(_ path: String, _ bytes: [UInt8]) throws {
        let path = "\(root)/\(path)"
        let folder = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex))
        try Self.make(folder)
        // Two instances may publish at the same moment.
        let temporary = "\(path).\(UUID().uuidString)"
        let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileStore.failure() }
        // On a full disk this is tried again and again, and must not leave a file each time.
        var isWritten = false
        defer {
            close(file)
            if !isWritten { unlink(temporary) }
        }
        try bytes.withUnsafeBytes { try FileStore.write($0, to: file) }
        guard fsync(file) == 0, rename(temporary, path) == 0 else { throw FileStore.failure() }
        isWritten = true
        try FileStore.sync(folder)
    }

    /// Makes a folder and those above it, each durable in the one above.
    private static func make(_ folder: String) throws {
        guard access(folder, F_OK) != 0 else { return }
        let parent = String(folder.prefix(upTo: folder.lastIndex(of: "/") ?? folder.startIndex))
        if !parent.isEmpty { try make(parent) }
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw FileStore.failure() }
        if !parent.isEmpty { try FileStore.sync(parent) }
    }
}
