import NIOCore

/// The answer of `getEdoc` while it arrives: base64 out of JSON into a file.
final class EnvelopeAnswer {
    private let writer: ParcelWriter
    private let limit: Int
    private var field = DataField()
    private var decoder = Base64Decoder()
    private var room: [UInt8] = []

    /// An answer that may have `limit` bytes besides the envelope.
    init(_ writer: ParcelWriter, limit: Int) {
        self.writer = writer
        self.limit = limit
    }

    func feed(_ piece: ByteBuffer) throws(ExchangeError) {
        let bytes = Array(piece.readableBytesView)
        var field = field
        defer { self.field = field }
        try bytes.withUnsafeBufferPointer { bytes throws(ExchangeError) in
            try field.feed(bytes, limit: limit) { text throws(ExchangeError) in try decode(text) }
        }
    }

    /// Gives the file its name, if the answer is a success and the bytes are whole.
    func finish(_ digest: [UInt8]?, status: Int, _ dialect: AxisDialect) throws(ExchangeError) -> FetchedParcel {
        let _: AxisAnswer<AxisEntry> = try dialect.answer(field.rest, status: status)
        guard field.isFound, decoder.isComplete else { throw ExchangeError(.transport(.answerMalformed)) }
        return try writer.finish(digest, durably: false)
    }

    private func decode(_ text: UnsafeBufferPointer<UInt8>) throws(ExchangeError) {
        let needed = Base64Decoder.room(for: text.count)
        if room.count < needed { room = [UInt8](repeating: 0, count: needed) }
        var decoder = decoder
        let count = room.withUnsafeMutableBytes { room in
            room.baseAddress.flatMap { decoder.decode(text, into: $0) }
        }
        self.decoder = decoder
        guard let count else { throw ExchangeError(.transport(.answerMalformed)) }
        let bytes = room
        try writer.write(bytes.span.extracting(..<count))
    }
}
