import Glibc
import NIOCore

/// A file from some byte on, in pieces, read on threads that may wait for the disk.
struct FileChunks: AsyncSequence, Sendable {
    static let pieceBytes = 256 << 10

    let path: String
    let offset: Int64
    /// How many bytes there must be: a file that became shorter ends in an error, not in a wrong body.
    let count: Int64

    func makeAsyncIterator() -> Iterator { Iterator(chunks: self, file: nil) }

    struct Iterator: AsyncIteratorProtocol {
        let chunks: FileChunks
        var file: ReadFile?
        var done: Int64 = 0

        mutating func next() async throws -> ByteBuffer? {
            let left = chunks.count - done
            guard left > 0 else { return nil }
            let (path, start) = (chunks.path, chunks.offset)
            let open = file
            let at = start + done
            let (opened, piece) = try await onDiskThread {
                let file = try open ?? ReadFile(path)
                return (file, try file.read(Int(Swift.min(left, Int64(FileChunks.pieceBytes))), at: at))
            }
            file = opened
            done += Int64(piece.readableBytes)
            return piece
        }
    }
}

/// A file that is open for reading until nobody needs it.
final class ReadFile: Sendable {
    private let descriptor: Int32

    init(_ path: String) throws(ExchangeError) {
        descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw .storage(errno) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Reads at least a byte.
    func read(_ count: Int, at offset: Int64) throws -> ByteBuffer {
        var buffer = ByteBuffer()
        try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { room in
            while true {
                let got = pread(descriptor, room.baseAddress, count, off_t(offset))
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { throw ExchangeError.storage(got == 0 ? ENODATA : errno) }
                return got
            }
        }
        return buffer
    }
}
