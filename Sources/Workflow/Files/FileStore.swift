import Crypto
import Foundation
import Glibc
import Records

/// The folder that holds the contents of files, each under its SHA-256 (kho tệp).
///
/// A file is written under a temporary name, made durable, and renamed to its digest; only then may a row name it. So a
/// row never names bytes that a power cut can take, and what a crash leaves behind is a temporary file that nobody names.
struct FileStore: Sendable {
    let root: String

    /// - Throws: ``WorkflowError/fileRefused(_:)`` where the folder cannot be made or written.
    init(root: String) throws {
        self.root = root
        for folder in [root, root + "/incoming"] where mkdir(folder, 0o700) != 0 && errno != EEXIST {
            throw Self.unusable(root)
        }
        guard access(root + "/incoming", W_OK | X_OK) == 0 else { throw Self.unusable(root) }
    }

    var isWritable: Bool { access(root + "/incoming", W_OK | X_OK) == 0 }

    /// Where the bytes with this digest are.
    func path(of digest: [UInt8]) -> String {
        let name = digest.hexadecimal
        return "\(root)/\(name.prefix(2))/\(name)"
    }

    /// A new temporary file.
    func temporary() -> String { "\(root)/incoming/\(UUID().uuidString.lowercased())" }

    /// Takes a finished temporary file into the store.
    ///
    /// The file, its new name and, where it was just made, its folder are durable afterwards.
    func adopt(_ temporary: String, digest: [UInt8]) throws {
        let path = path(of: digest)
        let folder = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex))
        // Renewed before it is relied upon: the sweep sets aside only what nobody has brought for a day.
        if Self.renew(path) {
            unlink(temporary)
            // Whoever brought the same bytes may not have come this far yet, or may have crashed before it.
            return try Self.sync(folder)
        }
        if mkdir(folder, 0o700) == 0 { try Self.sync(root) } else if errno != EEXIST { throw Self.failure() }
        try Self.sync(temporary)
        guard rename(temporary, path) == 0 else { throw Self.failure() }
        try Self.sync(folder)
    }

    /// Takes in a file that stands elsewhere on this disk, such as an attachment that was decoded.
    func adopt(decoded path: String) throws -> (digest: [UInt8], size: Int, head: [UInt8]) {
        var hash = SHA256()
        var size = 0
        var head: [UInt8] = []
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Self.failure() }
        defer { close(file) }
        try withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 16) { buffer in
            while true {
                let count = read(file, buffer.baseAddress, buffer.count)
                if count == 0 { return }
                guard count > 0 else { throw Self.failure() }
                let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                hash.update(bufferPointer: bytes)
                if head.count < FileUpload.headLength { head += bytes.prefix(FileUpload.headLength - head.count) }
                size += count
            }
        }
        let digest = Array(hash.finalize())
        try adopt(path, digest: digest)
        return (digest, size, head)
    }

    /// Makes a file as young as if it were written now; `false` where there is none.
    @discardableResult
    static func renew(_ path: String) -> Bool { utimensat(AT_FDCWD, path, nil, 0) == 0 }

    /// Writes all of the bytes, however many of them the system takes at a time.
    static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws {
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(file, rest.baseAddress, rest.count)
            guard written >= 0 || errno == EINTR else { throw failure() }
            if written > 0 { rest = UnsafeRawBufferPointer(rebasing: rest[written...]) }
        }
    }

    static func sync(_ path: String) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure() }
        defer { close(file) }
        guard fsync(file) == 0 else { throw failure() }
    }

    /// A fault of the disk; its name stays in the log.
    ///
    /// A full disk is nobody's fault, and is told.
    static func failure() -> any Error {
        let code = POSIXErrorCode(rawValue: errno) ?? .EIO
        return code == .ENOSPC || code == .EDQUOT ? WorkflowError.diskFull : POSIXError(code)
    }

    private static func unusable(_ root: String) -> WorkflowError {
        .fileRefused(Phrase("Không ghi được vào kho tệp \(root).", "The file store \(root) cannot be written."))
    }
}
