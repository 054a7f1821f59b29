import Foundation

/// Takes a `multipart/form-data` body apart (RFC 7578) as its pieces arrive, wherever they are cut.
///
/// It holds no more than a part's head, or a boundary's length of contents: what it has read it hands on.
struct MultipartParser {
    /// What the parser has come to.
    enum Event {
        case part(PartHead)
        case bytes(UnsafeRawBufferPointer)
        case end
    }

    private enum Place { case preamble, afterBoundary, head, contents, epilogue }

    static let mostParts = 200
    static let largestHead = 8 << 10
    private static let largestPreamble = 1 << 10

    private let boundary: [UInt8]
    private var place = Place.preamble
    private var parts = 0
    /// What is not decided yet; it starts with the line end that the first boundary need not have.
    private var held: [UInt8] = Array("\r\n".utf8)

    /// Begins with the `boundary` that the body's `Content-Type` names.
    init(boundary: String) throws {
        let allowed = boundary.utf8.allSatisfy { $0.isToken || " ()/:,=?".utf8.contains($0) }
        guard (1...70).contains(boundary.utf8.count), allowed, !boundary.hasSuffix(" ") else {
            throw Problem.malformedForm
        }
        self.boundary = Array("\r\n--\(boundary)".utf8)
    }

    /// Reads the next piece; the bytes given to `sink` are valid in the call only.
    mutating func read(_ piece: UnsafeRawBufferPointer, _ sink: (Event) throws -> Void) throws {
        var work: [UInt8] = []
        swap(&work, &held)
        work.append(contentsOf: piece)
        var used = 0
        try work.withUnsafeBytes { bytes in
            while let next = try step(bytes, from: used, sink) { used = next }
        }
        work.removeFirst(used)
        held = work
    }

    /// Says that nothing follows.
    ///
    /// - Throws: ``Problem`` 400 where the last boundary is missing: the body was cut off.
    func finish() throws {
        guard place == .epilogue else { throw Problem.malformedForm }
    }
}

extension MultipartParser {
    /// Goes on as far as the bytes at hand allow to decide one thing; `nil` where more are needed.
    private mutating func step(
        _ held: UnsafeRawBufferPointer, from start: Int, _ sink: (Event) throws -> Void
    ) throws -> Int? {
        switch place {
        case .preamble: try preamble(held, from: start)
        case .afterBoundary: try afterBoundary(held, from: start)
        case .head: try head(held, from: start, sink)
        case .contents: try contents(held, from: start, sink)
        case .epilogue: start < held.count ? held.count : nil
        }
    }

    private mutating func preamble(_ held: UnsafeRawBufferPointer, from start: Int) throws -> Int? {
        let found = held.first(boundary, from: start)
        guard (found ?? held.count) - start <= Self.largestPreamble else { throw Problem.malformedForm }
        guard let found else { return nil }
        place = .afterBoundary
        return found + boundary.count
    }

    /// A boundary is followed by two dashes, or by blanks and a line end.
    private mutating func afterBoundary(_ held: UnsafeRawBufferPointer, from start: Int) throws -> Int? {
        var i = start
        while i < held.count, held[i] == UInt8(ascii: " ") || held[i] == UInt8(ascii: "\t") { i += 1 }
        guard i - start < 256 else { throw Problem.malformedForm }
        guard i + 1 < held.count else { return nil }
        switch (held[i], held[i + 1]) {
        case (UInt8(ascii: "\r"), UInt8(ascii: "\n")):
            place = .head
            // The line end stays, so that a head without a line ends like any other.
            return i
        case (UInt8(ascii: "-"), UInt8(ascii: "-")) where i == start:
            place = .epilogue
            return held.count
        default: throw Problem.malformedForm
        }
    }

    private mutating func head(
        _ held: UnsafeRawBufferPointer, from start: Int, _ sink: (Event) throws -> Void
    ) throws -> Int? {
        guard let end = held.first(Array("\r\n\r\n".utf8), from: start) else {
            guard held.count - start <= Self.largestHead else { throw Problem.malformedForm }
            return nil
        }
        parts += 1
        guard parts <= Self.mostParts, end - start <= Self.largestHead else { throw Problem.malformedForm }
        let lines = UnsafeRawBufferPointer(rebasing: held[start..<end])
        try sink(.part(try PartHead(lines)))
        place = .contents
        return end + 4
    }

    /// Hands on all but the last bytes, which may be the beginning of a boundary.
    private mutating func contents(
        _ held: UnsafeRawBufferPointer, from start: Int, _ sink: (Event) throws -> Void
    ) throws -> Int? {
        let found = held.first(boundary, from: start)
        let end = found ?? max(start, held.count - boundary.count + 1)
        if end > start { try sink(.bytes(UnsafeRawBufferPointer(rebasing: held[start..<end]))) }
        guard let found else { return end > start ? end : nil }
        try sink(.end)
        place = .afterBoundary
        return found + boundary.count
    }
}

extension UnsafeRawBufferPointer {
    /// Where the bytes, which begin with a line end, occur first.
    fileprivate func first(_ needle: [UInt8], from start: Int) -> Int? {
        guard let base = baseAddress else { return nil }
        var place = start
        while count - place >= needle.count {
            guard let found = memchr(base + place, CInt(needle[0]), count - place - needle.count + 1) else {
                return nil
            }
            if memcmp(found, needle, needle.count) == 0 { return UnsafeRawPointer(found) - base }
            place = UnsafeRawPointer(found) - base + 1
        }
        return nil
    }
}
