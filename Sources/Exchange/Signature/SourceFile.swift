import CXMLSec
import Glibc

/// A file that is read in pieces from anywhere in it, or bytes in memory that are read like one.
final class SourceFile {
    private let descriptor: Int32
    private let memory: [UInt8]?

    init(_ path: String) throws(ExchangeError) {
        memory = nil
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .storage(errno) }
    }

    /// For what is small.
    init(_ bytes: [UInt8]) {
        memory = bytes
        descriptor = -1
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Gives the bytes from an offset on, up to another or to the end, in pieces of at most 64 KiB.
    func read(
        from start: Int64 = 0, to end: Int64? = nil,
        _ body: (UnsafeBufferPointer<UInt8>) throws(ExchangeError) -> Void
    ) throws(ExchangeError) {
        if let memory {
            let range = min(Int(start), memory.count)..<min(Int(end ?? .max), memory.count)
            return try memory.withUnsafeBufferPointer { bytes throws(ExchangeError) in
                try body(UnsafeBufferPointer(rebasing: bytes[range]))
            }
        }
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 64 * 1024)
        defer { buffer.deallocate() }
        var offset = start
        while offset < end ?? .max {
            let wanted = Int(min(Int64(buffer.count), (end ?? .max) - offset))
            let count = pread(descriptor, buffer.baseAddress, wanted, Int(offset))
            if count < 0, errno == EINTR { continue }
            if count == 0, end == nil { return }
            // The file was cut short while we read it.
            guard count > 0 else { throw .storage(count < 0 ? errno : EIO) }
            try body(UnsafeBufferPointer(rebasing: UnsafeBufferPointer(buffer)[..<count]))
            offset += Int64(count)
        }
    }

    /// Whether some bytes stand anywhere in the file.
    func contains(_ word: StaticString) throws(ExchangeError) -> Bool {
        // The end of the piece before, in which the word may begin.
        var tail: [UInt8] = []
        var isFound = false
        try read { bytes throws(ExchangeError) in
            guard !isFound else { return }
            let seam = tail + bytes.prefix(word.utf8CodeUnitCount - 1)
            isFound = seam.withUnsafeBufferPointer { $0.contains(word) } || bytes.contains(word)
            tail = Array((tail + bytes.suffix(word.utf8CodeUnitCount - 1)).suffix(word.utf8CodeUnitCount - 1))
        }
        return isFound
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func contains(_ word: StaticString) -> Bool {
        firstOffset(of: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount), from: 0) != nil
    }

    /// Where some bytes stand for the first time at or after an offset.
    func firstOffset(of word: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard let base = baseAddress, let wanted = word.baseAddress, start < count else { return nil }
        guard let found = dsig_find(base + start, count - start, wanted, word.count) else { return nil }
        return found - base
    }
}
