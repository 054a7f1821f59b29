import Crypto
import Glibc

/// A file while its bytes arrive: hashed and counted, under a temporary name until it is whole.
///
/// If it is dropped before it is finished, nothing is left.
final class ParcelWriter {
    private let path: String
    private let temporary: String
    private let limit: Int64
    private let output: OutputFile
    private var hash = SHA256()
    private var isFinished = false

    /// A file that will be at `path`; whatever a crash left of an earlier attempt is removed.
    init(_ path: String, limit: Int64) throws(ExchangeError) {
        self.path = path
        self.limit = limit
        temporary = path + ".part"
        unlink(temporary)
        output = try OutputFile(temporary)
    }

    deinit { if !isFinished { unlink(temporary) } }

    func write(_ bytes: Span<UInt8>) throws(ExchangeError) {
        guard output.size + Int64(bytes.count) <= limit else {
            throw ExchangeError(.transport(.tooLarge(limit: limit)))
        }
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        try output.write(bytes)
    }

    /// Gives the file its name.
    ///
    /// `digest` is the SHA-256 that it must have; `nil` where nobody said one. `durably` says whether it must survive a power
    /// cut when this returns.
    func finish(_ digest: [UInt8]?, durably: Bool) throws(ExchangeError) -> FetchedParcel {
        let own = Array(hash.finalize())
        guard output.size > 0, digest == nil || digest == own else { throw ExchangeError(.transport(.damaged)) }
        if durably { try output.sync() }
        try output.close()
        guard rename(temporary, path) == 0 else { throw .storage(errno) }
        isFinished = true
        if durably { try Folder.sync(Folder.parent(of: path)) }
        return FetchedParcel(path: path, size: output.size, digest: own)
    }
}

/// What a folder needs so that its names survive a power cut.
enum Folder {
    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func sync(_ path: String) throws(ExchangeError) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .storage(errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .storage(errno) }
    }

    static func make(_ path: String) throws(ExchangeError) {
        if mkdir(path, 0o700) == 0 { return try sync(parent(of: path)) }
        guard errno == EEXIST else { throw .storage(errno) }
    }

    /// The names in a folder, as many as are asked for at most, those of the folder itself left out.
    static func names(in path: String, atMost count: Int) throws(ExchangeError) -> [String] {
        guard let folder = opendir(path) else { throw .storage(errno) }
        defer { closedir(folder) }
        var names: [String] = []
        while names.count < count, let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
