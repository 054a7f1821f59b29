/// Reads an XML document that comes from outside, in pieces, as it arrives.
///
/// It is made for hostile documents: a DOCTYPE is refused before it is read, nothing is ever loaded from a file or the
/// network, no entity exists other than the five that XML itself defines, the bytes must be UTF-8, and everything is
/// counted against limits while parsing. Texts that the consumer streams are never kept, so a document of any length
/// needs the same small memory.
public struct XMLReader<Handler: XMLHandler>: ~Copyable {
    private let limits: XMLLimits
    private let session: Session<Handler>
    private let parser: PushParser
    private var scanner: ByteScanner
    private var opening: Opening
    /// Bytes that wait for more to come.
    private var waiting: [UInt8] = []
    private let smallestChunk: Int
    private var totalBytes = 0
    private var spent = Duration.zero

    /// A text without markup that is at least so long goes straight to a consumer that streams it.
    private static var longText: Int { 256 }
    /// libxml2 2.9 takes 300 bytes of CDATA from each call and keeps the rest.
    private static var characterDataSlice: Int { 256 }

    public init(_ handler: Handler, limits: XMLLimits = .standard) {
        self.init(handler, limits: limits, smallestChunk: 16 * 1024)
    }

    /// A reader that parses no less than so many bytes at a time, other than the last.
    ///
    /// libxml2 looks back at what it has with every piece, so a document that trickles in would cost a multiple.
    init(_ handler: Handler, limits: XMLLimits, smallestChunk: Int) {
        self.limits = limits
        self.smallestChunk = smallestChunk
        session = Session(handler, limits: limits)
        parser = PushParser(session, acceptsUndeclaredPrefixes: limits.acceptsUndeclaredPrefixes)
        scanner = ByteScanner(limits: limits)
        opening = Opening(leadingLimit: limits.leadingBytes)
    }

    /// How many bytes came before the first `<`, without a byte order mark.
    public var leadingBytes: Int { opening.leadingBytes }

    /// Whether a prefix that is declared nowhere was accepted so far.
    public var hasUndeclaredPrefix: Bool { parser.hasUndeclaredPrefix }

    /// Parses the next bytes of the document, or keeps them until there are more if they are few.
    ///
    /// After an error every further call throws the same.
    public mutating func feed(_ bytes: Span<UInt8>) throws(Handler.Failure) {
        try bytes.withUnsafeBufferPointer { buffer throws(Handler.Failure) in
            guard waiting.count + buffer.count >= smallestChunk else {
                waiting.append(contentsOf: buffer)
                return
            }
            try feedWaiting()
            var start = 0
            while start < buffer.count {
                let end = min(start + 64 * 1024, buffer.count)
                try feed(slice: UnsafeBufferPointer(rebasing: buffer[start..<end]))
                start = end
            }
        }
    }

    /// Says that the document has ended, and returns the handler; nothing may be fed afterwards.
    public mutating func finish() throws(Handler.Failure) -> Handler {
        try feedWaiting()
        try attempt { reader throws(Refusal) in
            if reader.opening.start == nil {
                try reader.opening.finish()
                try reader.begin()
            }
            guard reader.scanner.utf8.isComplete else {
                throw Refusal(.malformed, "the document ends in the middle of a character")
            }
            reader.session.isFinishing = true
            let isWellFormed = reader.parser.finish()
            guard reader.session.failure == nil else { return }
            guard isWellFormed, reader.session.hasRoot else {
                throw Refusal(.malformed, "the document ends before it is complete")
            }
        }
        return session.handler
    }

    private mutating func feedWaiting() throws(Handler.Failure) {
        guard !waiting.isEmpty else { return }
        let bytes = waiting
        waiting.removeAll(keepingCapacity: true)
        try bytes.withUnsafeBufferPointer { bytes throws(Handler.Failure) in try feed(slice: bytes) }
    }

    private mutating func feed(slice: UnsafeBufferPointer<UInt8>) throws(Handler.Failure) {
        let clock = ContinuousClock()
        let began = clock.now
        try attempt { reader throws(Refusal) in
            reader.totalBytes += slice.count
            guard reader.totalBytes <= reader.limits.totalBytes else {
                throw .limit(.totalBytes, "a document of more than \(reader.limits.totalBytes) bytes")
            }
            if reader.opening.start == nil {
                try reader.opening.take(slice)
                try reader.begin()
            } else {
                try reader.parse(slice, from: 0)
            }
            reader.spent += clock.now - began
            guard reader.spent <= reader.limits.time else {
                throw .limit(.time, "the document takes longer than \(reader.limits.time) to read")
            }
        }
    }

    /// Parses what has arrived so far, if it is known by now where the document begins.
    private mutating func begin() throws(Refusal) {
        guard let start = opening.start else { return }
        scanner.skip(opening.bytes[..<start])
        session.shift.set(parser: Position(), document: scanner.position(of: start))
        let bytes = opening.bytes
        try bytes.withUnsafeBufferPointer { bytes throws(Refusal) in try parse(bytes, from: start) }
    }

    private mutating func parse(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) throws(Refusal) {
        var index = start
        var fed = start
        while index < bytes.count, session.failure == nil {
            let stretch = try scan(bytes, from: index, fed: fed)
            switch stretch.kind {
            case .plainText where stretch.end - index >= Self.longText:
                feed(bytes[fed..<index])
                fed = index
                if stream(bytes[index..<stretch.end]) { fed = stretch.end }
            case .characterData:
                feed(bytes[fed..<index])
                feed(bytes[index..<stretch.end], slice: Self.characterDataSlice)
                fed = stretch.end
            case .plainText, .other: break
            }
            index = stretch.end
        }
        feed(bytes[fed..<index])
        scanner.advance(bytes.count)
    }

    /// Scans on; before a refusal, lets libxml2 see what came before: it may have an earlier fault to tell.
    private mutating func scan(
        _ bytes: UnsafeBufferPointer<UInt8>, from index: Int, fed: Int
    ) throws(Refusal) -> ByteScanner.Stretch {
        do throws(Refusal) {
            return try scanner.scan(bytes, from: index)
        } catch {
            // An unfinished tag of the size that is refused is just what libxml2 must not see.
            feed(bytes[fed..<(error.kind == .malformed ? min(max(index, scanner.cursor), bytes.count) : index)])
            session.refuse(error, at: scanner.position(of: scanner.cursor))
            throw error
        }
    }

    /// Gives a long text straight to the consumer, if it streams it and libxml2 has nothing left to tell before.
    private func stream(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard session.failure == nil, session.isStreaming, parser.isIdle else { return false }
        _ = session.text(UnsafeBufferPointer(rebasing: text))
        session.shift.set(parser: session.parserPosition, document: scanner.position(of: text.endIndex))
        return true
    }

    private func feed(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, slice: Int = 64 * 1024) {
        guard session.failure == nil else { return }
        parser.feed(UnsafeBufferPointer(rebasing: bytes), slice: slice)
    }

    /// Turns a refusal into the consumer's error, and throws the first error there was.
    private mutating func attempt(
        _ body: (inout XMLReader) throws(Refusal) -> Void
    ) throws(Handler.Failure) {
        if let failure = session.failure { throw failure }
        do throws(Refusal) {
            try body(&self)
        } catch {
            session.refuse(error, at: nil)
        }
        if let failure = session.failure { throw failure }
    }
}
