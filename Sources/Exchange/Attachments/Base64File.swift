/// An attachment while it is decoded from base64 into its file.
final class Base64File {
    let number: Int
    let output: OutputFile
    /// The first bytes, which tell what it is.
    private(set) var head: [UInt8] = []
    /// Whether its bytes went through a program that took them for text.
    private(set) var isDamaged = false

    private unowned let folder: AttachmentFolder
    private var decoder = Base64Decoder()
    private var buffer = [UInt8](repeating: 0, count: 2 * flushSize)
    private var filled = 0

    private static var flushSize: Int { 64 * 1024 }
    static var headSize: Int { 4096 }

    init(number: Int, output: OutputFile, folder: AttachmentFolder) {
        self.number = number
        self.output = output
        self.folder = folder
    }

    func take(_ piece: Span<UInt8>) throws(ExchangeError) {
        try piece.withUnsafeBufferPointer { input throws(ExchangeError) in
            var start = 0
            while start < input.count {
                let end = min(start + Self.flushSize, input.count)
                try decode(UnsafeBufferPointer(rebasing: input[start..<end]))
                start = end
            }
        }
    }

    func finish() throws(ExchangeError) {
        guard decoder.isComplete else { throw ExchangeError(.base64(attachment: number)) }
        try flush()
        try output.close()
        buffer = []
        guard output.size > 0 else { throw ExchangeError(.attachmentEmpty(attachment: number)) }
    }

    private func decode(_ input: UnsafeBufferPointer<UInt8>) throws(ExchangeError) {
        if buffer.count - filled < Base64Decoder.room(for: input.count) { try flush() }
        let count = buffer.withUnsafeMutableBytes { room -> Int? in
            room.baseAddress.flatMap { decoder.decode(input, into: $0 + filled) }
        }
        guard let count else { throw ExchangeError(.base64(attachment: number)) }
        filled += count
        if filled >= Self.flushSize { try flush() }
    }

    private func flush() throws(ExchangeError) {
        guard filled > 0 else { return }
        if head.isEmpty {
            head = Array(buffer[..<min(filled, Self.headSize)])
            isDamaged = Damage.isVisible(in: buffer[..<filled])
        }
        try folder.count(filled, size: output.size)
        let count = filled
        filled = 0
        let bytes = buffer
        try output.write(bytes.span.extracting(..<count))
    }
}
