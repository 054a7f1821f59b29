import Foundation
import Glibc
import NIOPosix
import Subprocess
import SystemPackage

/// A file of lines that is compressed by the program zstd, in a process with limits.
enum ZstdFile {
    /// Writes lines to a file, which is durable afterwards.
    static func write(_ path: String, _ body: @Sendable (inout LineWriter) async throws -> Void) async throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileStore.failure() }
        let (read, write) = try pipe()
        async let done = zstd(["-q", "-c", "-9"], from: read, to: file)
        var writer = LineWriter(file: write)
        do {
            try await body(&writer)
            try writer.flush()
            close(write)
        } catch {
            close(write)
            _ = try? await done
            throw error
        }
        guard try await done else { throw ArchiveFault.compressor }
        try FileStore.sync(path)
    }

    /// Hands over the lines of a file, without holding more than one.
    ///
    /// - Throws: ``ArchiveFault/compressor`` where it is no such file, or is cut off.
    static func read(_ path: String, _ onLine: @escaping @Sendable ([UInt8]) throws -> Void) async throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileStore.failure() }
        let (read, write) = try pipe()
        async let done = zstd(["-q", "-d", "-c", "--memory=134217728"], from: file, to: write)
        do {
            try await NIOThreadPool.singleton.runIfActive {
                defer { close(read) }
                try lines(of: read, onLine)
            }
        } catch {
            // It ends when nobody reads what it writes.
            _ = try? await done
            throw error
        }
        guard try await done else { throw ArchiveFault.compressor }
    }

    private static func zstd(_ options: [String], from input: Int32, to output: Int32) async throws -> Bool {
        let limits = ["--as=1073741824", "--nofile=16", "zstd"]
        let result = try await run(
            .name("prlimit"), arguments: Arguments(limits + options),
            environment: LimitedProgram.environment,
            input: .fileDescriptor(FileDescriptor(rawValue: input), closeAfterSpawningProcess: true),
            output: .fileDescriptor(FileDescriptor(rawValue: output), closeAfterSpawningProcess: true),
            error: .discarded)
        return result.terminationStatus.isSuccess
    }

    private static func pipe() throws -> (read: Int32, write: Int32) {
        // Where zstd ends early, writing to it shall fail and not end this program.
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else { throw FileStore.failure() }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func lines(of file: Int32, _ onLine: ([UInt8]) throws -> Void) throws {
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        var line: [UInt8] = []
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            guard count >= 0 || errno == EINTR else { throw FileStore.failure() }
            if count == 0 { break }
            var rest = chunk[..<max(0, count)]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                line.append(contentsOf: rest[..<end])
                try onLine(line)
                line.removeAll(keepingCapacity: true)
                rest = rest[(end + 1)...]
            }
            line.append(contentsOf: rest)
            guard line.count <= ArchiveLine.longest else { throw ArchiveFault.compressor }
        }
        guard line.isEmpty else { throw ArchiveFault.compressor }
    }
}

/// Gathers lines before it writes them.
struct LineWriter: Sendable {
    let file: Int32
    private var bytes: [UInt8] = []

    init(file: Int32) { self.file = file }

    mutating func add(_ line: String) throws {
        bytes.append(contentsOf: line.utf8)
        bytes.append(UInt8(ascii: "\n"))
        if bytes.count > 1 << 18 { try flush() }
    }

    mutating func flush() throws {
        try bytes.withUnsafeBytes { try FileStore.write($0, to: file) }
        bytes.removeAll(keepingCapacity: true)
    }
}
