import Glibc

/// Envelopes handed over in folders (thư mục chuyển tiếp): for bridges to other systems, and for networks that no wire
/// connects.
///
/// What leaves stands in `out/`, what arrives in `in/`, what cannot be taken in `aside/` with its reason beside it. A file is
/// there whole or not at all: it gets its name after its bytes are durable. Whoever carries files should do the same (write
/// under a name that begins with a dot or ends in `.part`, then rename); where they do not, the digest in our names, or a
/// moment without change, tells whether a file is whole.
public struct SpoolFolder: Transport {
    /// How much may stand in a spool folder.
    public struct Limits: Sendable, Hashable {
        /// Bytes of one envelope.
        public var fileBytes = TransportLimits.standard.envelopeBytes
        /// Files that wait in `out/` until somebody carries them away.
        public var waitingOut = 10_000
        /// Files of `in/` that one look takes in.
        public var lookedAt = 20_000
        /// How long a file that does not prove it is whole must have been left alone, in seconds.
        public var settledSeconds = 10
        /// After how many seconds a file that is not what its name says will not become it any more.
        public var stalledSeconds = 3600

        public init() {}
    }

    public let path: String
    public let limits: Limits

    var out: String { path + "/out" }
    var incoming: String { path + "/in" }
    var aside: String { path + "/aside" }

    /// Opens a spool folder, makes what is missing of it, and removes what a crash left half written.
    ///
    /// - Throws: ``ExchangeError`` of the kind `storage`.
    public init(_ path: String, limits: Limits = Limits()) throws(ExchangeError) {
        self.path = path
        self.limits = limits
        for folder in [path, out, incoming, aside] { try Folder.make(folder) }
        for name in try Folder.names(in: out, atMost: limits.lookedAt) where name.hasPrefix(".") {
            // Another process of ours may be writing at this moment.
            if age(of: "\(out)/\(name)") ?? 0 > limits.stalledSeconds { unlink("\(out)/\(name)") }
        }
    }

    public func close() async {}

    /// How long ago a file was changed, in seconds; `nil` where there is none.
    func age(of file: String) -> Int? {
        var status = stat()
        guard lstat(file, &status) == 0 else { return nil }
        return max(0, time(nil) - status.st_ctim.tv_sec)
    }

    /// Copies a file, and makes the copy durable where it is to stay.
    func copy(
        _ descriptor: Int32, into path: String, digest: [UInt8]?, durably: Bool
    ) throws(ExchangeError) -> FetchedParcel {
        let writer = try ParcelWriter(path, limit: limits.fileBytes)
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .storage(errno) }
            guard count > 0 else { return try writer.finish(digest, durably: durably) }
            try writer.write(buffer.span.extracting(..<count))
        }
    }

    /// Opens a plain file, and nothing that only looks like one.
    func openPlain(_ file: String) throws(ExchangeError) -> (descriptor: Int32, status: stat) {
        // A named pipe would make us wait for its other end.
        let descriptor = open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw errno == ENOENT ? ExchangeError(.transport(.gone)) : .storage(errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            Glibc.close(descriptor)
            throw ExchangeError(.transport(.gone))
        }
        return (descriptor, status)
    }
}
