import Glibc

/// A file read in chunks.
struct InputFile: ~Copyable {
    private let descriptor: Int32
    private let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 64 * 1024)

    init(_ path: String) throws(ExchangeError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .storage(errno) }
    }

    deinit {
        buffer.deallocate()
        if descriptor >= 0 { close(descriptor) }
    }

    /// How many bytes the file has now.
    func size() throws(ExchangeError) -> Int64 {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .storage(errno) }
        // A pipe or device has no size, and would be read for ever.
        guard status.st_mode & S_IFMT == S_IFREG else { throw .storage(EINVAL) }
        return Int64(status.st_size)
    }

    /// Gives the next chunk; answers whether there was one.
    func next(_ body: (UnsafeBufferPointer<UInt8>) throws(ExchangeError) -> Void) throws(ExchangeError) -> Bool {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .storage(errno) }
            guard count > 0 else { return false }
            try body(UnsafeBufferPointer(rebasing: UnsafeBufferPointer(buffer)[..<count]))
            return true
        }
    }
}

extension ExchangeError {
    /// What the operating system says, without naming the path: a refusal may be shown to anyone.
    static func storage(_ code: Int32) -> ExchangeError {
        ExchangeError(.storage(String(cString: strerror(code))))
    }
}
