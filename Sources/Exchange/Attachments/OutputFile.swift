import Glibc

/// A new file of ours; what stood there before is never overwritten nor followed.
final class OutputFile {
    let path: String
    private(set) var size: Int64 = 0
    private var descriptor: Int32

    init(_ path: String) throws(ExchangeError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .storage(errno) }
    }

    deinit {
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    func write(_ bytes: Span<UInt8>) throws(ExchangeError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.extracting(written...).withUnsafeBufferPointer {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .storage(errno) }
            written += count
        }
        size += Int64(bytes.count)
    }

    /// Waits until what was written survives a power cut.
    func sync() throws(ExchangeError) {
        guard fsync(descriptor) == 0 else { throw .storage(errno) }
    }

    func close() throws(ExchangeError) {
        guard descriptor >= 0 else { return }
        let result = Glibc.close(descriptor)
        descriptor = -1
        // A disk that is full may only say so now.
        guard result == 0 else { throw .storage(errno) }
    }
}
