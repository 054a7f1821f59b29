import Crypto
import Glibc

/// A part of an envelope while its bytes arrive from another office.
///
/// What arrived stays when the connection breaks: the next request goes on there. Bytes are believed when the whole envelope has
/// the SHA-256 that its path says.
public final class PartWriter {
    private let part: UploadPart
    private let head: UploadHead
    private let shelf: ParcelShelf
    private let file: Int32
    private var hash = SHA256()
    private var written: Int64 = 0

    init(_ part: UploadPart, of head: UploadHead, on shelf: ParcelShelf) throws(ExchangeError) {
        guard part.length <= shelf.largest else { throw ExchangeError(.transport(.tooLarge(limit: shelf.largest))) }
        self.part = part
        self.head = head
        self.shelf = shelf
        try Folder.make(shelf.place(head))
        let standing = try shelf.standing(of: head)
        guard case .partial(let size) = standing else { throw ExchangeError(.transport(.otherOffset(part.length))) }
        if size == 0,
            try Folder.names(in: shelf.place(head), atMost: 1_000_000).count(where: { $0.hasSuffix(".part") })
                >= ParcelShelf.mostParts
        {
            throw ExchangeError(.transport(.spoolFull))
        }
        file = open(shelf.path(head, "part"), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .storage(errno) }
        // A connection that is breaking may still write: two at once would mix.
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw ExchangeError(.transport(.otherOffset(size)))
        }
        let end = Int64(lseek(file, 0, SEEK_END))
        guard end == part.offset else {
            close(file)
            throw ExchangeError(.transport(.otherOffset(end)))
        }
    }

    deinit { close(file) }

    /// Adds bytes; waits for the disk.
    ///
    /// - Throws: ``ExchangeError`` where there are more than the request said.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(ExchangeError) {
        guard written + Int64(bytes.count) <= part.count else { throw ExchangeError(.transport(.badParcel)) }
        hash.update(bufferPointer: bytes)
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(file, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .storage(errno) }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            written += Int64(count)
        }
    }

    /// Says that the request has ended: its bytes are durable, and whole where it was the last part.
    ///
    /// - Throws: ``ExchangeError``: `otherOffset`, where the bytes are not those that were announced and go again.
    public func finish() throws(ExchangeError) -> ReceptionStanding {
        guard written == part.count else { throw ExchangeError(.transport(.otherOffset(part.offset + written))) }
        guard Array(hash.finalize()) == part.digest else {
            ftruncate(file, off_t(part.offset))
            throw ExchangeError(.transport(.otherOffset(part.offset)))
        }
        guard fsync(file) == 0 else { throw .storage(errno) }
        guard part.offset + written == part.length else { return .partial(part.offset + written) }
        return try makeWhole()
    }

    private func makeWhole() throws(ExchangeError) -> ReceptionStanding {
        var hash = SHA256()
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        var offset: off_t = 0
        while true {
            let count = buffer.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, offset) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .storage(errno) }
            guard count > 0 else { break }
            buffer.withUnsafeBytes { hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            offset += off_t(count)
        }
        guard Array(hash.finalize()) == head.digest else {
            // Nobody can tell which of the bytes are wrong.
            unlink(shelf.path(head, "part"))
            throw ExchangeError(.transport(.otherOffset(0)))
        }
        let path = shelf.path(head, "whole")
        guard rename(shelf.path(head, "part"), path) == 0 else { throw .storage(errno) }
        try Folder.sync(shelf.place(head))
        return .whole(FetchedParcel(path: path, size: part.length, digest: head.digest))
    }
}
