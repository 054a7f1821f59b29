import XMLStream

/// Writes bytes as base64 into the element that is open.
struct Base64Line: ~Copyable {
    private var encoder = Base64Encoder()
    private let output = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: Base64Encoder.room(for: most))

    /// Bytes that are encoded at a time.
    private static var most: Int { 64 * 1024 }

    deinit { output.deallocate() }

    mutating func take(_ bytes: Span<UInt8>, _ xml: inout XMLWriter) throws(ExchangeError) {
        var start = 0
        while start < bytes.count {
            let end = min(start + Self.most, bytes.count)
            let count = bytes.extracting(start..<end).withUnsafeBufferPointer { input in
                output.baseAddress.map { encoder.encode(input, into: $0) } ?? 0
            }
            try write(count, &xml)
            start = end
        }
    }

    mutating func finish(_ xml: inout XMLWriter) throws(ExchangeError) {
        try write(output.baseAddress.map { encoder.finish(into: $0) } ?? 0, &xml)
    }

    private func write(_ count: Int, _ xml: inout XMLWriter) throws(ExchangeError) {
        do throws(XMLWriteError) {
            try xml.text(plain: UnsafeBufferPointer(rebasing: output[..<count]).span)
        } catch {
            throw ExchangeError(error)
        }
    }
}
