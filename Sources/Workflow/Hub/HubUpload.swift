import Crypto
import Foundation
import Glibc

/// An envelope on its way into the hub: written and hashed as it arrives, and gone if it is not accepted.
public final class HubUpload {
    /// A whole envelope under a temporary name.
    public struct Finished: Sendable {
        let path: String
        let digest: [UInt8]
        let size: Int
    }

    private let path: String
    private let limit: Int
    private var file: Int32
    private var hash = SHA256()
    private var size = 0
    private var isFinished = false

    init(path: String, limit: Int) throws {
        self.path = path
        self.limit = limit
        file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileStore.failure() }
    }

    deinit {
        close(file)
        if !isFinished { unlink(path) }
    }

    /// - Throws: ``HubRefusal/tooLarge(bytes:)``
    public func write(_ bytes: UnsafeRawBufferPointer) throws {
        guard bytes.count <= limit - size else { throw HubRefusal.tooLarge(bytes: limit) }
        try FileStore.write(bytes, to: file)
        hash.update(bufferPointer: bytes)
        size += bytes.count
    }

    /// Says that it is whole; ``Hub/accept(_:_:by:)`` answers for its file from now on.
    public func finish() throws -> Finished {
        guard size > 0 else { throw HubRefusal.malformed }
        isFinished = true
        return Finished(path: path, digest: Array(hash.finalize()), size: size)
    }
}

extension Hub {
    /// Begins to take in an envelope, of which the bytes follow.
    public func beginUpload() throws -> HubUpload {
        try HubUpload(path: store.temporary(), limit: configuration.largest)
    }
}

extension Hub {
    /// Removes what uploads left that ended with the program, a day after.
    public func sweepUploads() throws {
        let folder = configuration.folder + "/files/incoming"
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            var status = stat()
            guard lstat("\(folder)/\(name)", &status) == 0, time(nil) - status.st_mtim.tv_sec > 86_400 else { continue }
            // A folder in which an envelope was being read, or a file.
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }
}
