import Foundation
import Glibc

/// A folder in which each file is old or new, never half written, and survives a power cut once it was written.
struct DurableFolder: Sendable {
    let path: String

    /// Makes the folder where it is missing, for the service alone.
    init(_ path: String) throws {
        self.path = path
        try Self.make(path)
    }

    /// - Returns: `nil` where there is no such file.
    func read(_ name: String) throws -> [UInt8]? {
        let path = "\(path)/\(name)"
        guard access(path, F_OK) == 0 else { return nil }
        return Array(try Data(contentsOf: URL(filePath: path)))
    }

    /// Writes a file, and the folders that it is in; it takes the place of the one before at once.
    func write(_ name: String, _ bytes: [UInt8]) throws {
        try write(name, bytes) { temporary, path in
            guard rename(temporary, path) == 0 else { throw FileStore.failure() }
        }
    }

    /// Writes a file where there is none of this name yet: of several who make it, the first one's stays.
    ///
    /// - Returns: the bytes that are there now.
    func writeOnce(_ name: String, _ bytes: [UInt8]) throws -> [UInt8] {
        try write(name, bytes) { temporary, path in
            guard link(temporary, path) == 0 || errno == EEXIST else { throw FileStore.failure() }
            unlink(temporary)
        }
        return try read(name) ?? bytes
    }

    /// Writes a file under a temporary name; `place` gives the finished file its own, and leaves no other.
    private func write(_ name: String, _ bytes: [UInt8], place: (String, String) throws -> Void) throws {
        let path = "\(path)/\(name)"
        let folder = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex))
        try Self.make(folder)
        // Two instances may write at the same moment.
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
        guard fsync(file) == 0 else { throw FileStore.failure() }
        try place(temporary, path)
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
