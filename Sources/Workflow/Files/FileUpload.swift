import Crypto
import Exchange
import Glibc
import Records

/// A file in the store that an act may name: an upload that is complete and durable.
public struct ReceivedFile: Sendable, Hashable {
    public let digest: [UInt8]
    public let size: Int
    /// Its name for people; never a path.
    public let name: String
    /// What its bytes say it is, whatever its name or sender say.
    public let mediaType: String
    /// Only its beginning is here, up to the limit: the rest was not taken.
    public internal(set) var isCut = false

    var isPDF: Bool { mediaType == "application/pdf" }
}

extension Workflow {
    /// Begins to take in a file, of which the bytes follow.
    ///
    /// The `name` is as its sender gave it; it is cleaned for display and never used as a path.
    public func beginFile(named name: String) throws -> FileUpload {
        try FileUpload(name: Attachment.displayName(name, number: 1), store: store, limit: configuration.largestFile)
    }
}

/// A file on its way into the store.
///
/// It is hashed while it is written; its bytes are never all in memory. An upload that is not finished leaves nothing.
public final class FileUpload {
    static let headLength = 4096

    private let name: String
    private let store: FileStore
    private let limit: Int
    private let path: String
    private var file: Int32
    private var hash = SHA256()
    private var head: [UInt8] = []
    private(set) var size = 0

    init(name: String, store: FileStore, limit: Int) throws {
        self.name = name
        self.store = store
        self.limit = limit
        path = store.temporary()
        file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileStore.failure() }
    }

    deinit { abandon() }

    /// - Throws: ``WorkflowError/tooLarge(limit:)`` once the file is larger than the limit, with all up to there written.
    public func write(_ bytes: UnsafeRawBufferPointer) throws {
        let space = limit - size
        try append(UnsafeRawBufferPointer(rebasing: bytes.prefix(space)))
        guard bytes.count <= space else { throw WorkflowError.tooLarge(limit: limit) }
    }

    private func append(_ bytes: UnsafeRawBufferPointer) throws {
        try FileStore.write(bytes, to: file)
        hash.update(bufferPointer: bytes)
        if head.count < Self.headLength { head += bytes.prefix(Self.headLength - head.count) }
        size += bytes.count
    }

    /// Makes the file durable under its digest.
    ///
    /// With `cut` this is only its beginning, because it was too large.
    ///
    /// - Throws: ``WorkflowError/fileRefused(_:)`` where it is empty or a program.
    public func finish(cut: Bool = false) throws -> ReceivedFile {
        defer { abandon() }
        guard size > 0 else {
            throw WorkflowError.fileRefused(Phrase("Tệp “\(name)” trống.", "The file “\(name)” is empty."))
        }
        let type = MediaType(head: head)
        guard type != .executable else {
            throw WorkflowError.fileRefused(
                Phrase(
                    "Tệp “\(name)” là chương trình, không được nhận.",
                    "The file “\(name)” is a program and is not taken."))
        }
        let digest = Array(hash.finalize())
        try store.adopt(path, digest: digest)
        return ReceivedFile(digest: digest, size: size, name: name, mediaType: type.rawValue, isCut: cut)
    }

    /// Gives the upload up and removes what was written.
    public func abandon() {
        guard file >= 0 else { return }
        close(file)
        unlink(path)
        file = -1
    }
}
