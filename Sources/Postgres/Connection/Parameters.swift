internal import CPostgres

/// The scratch memory in which a connection lays out the parameters of one statement after the other.
struct Parameters {
    private var bytes: [UInt8] = []
    private var offsets: [Int?] = []
    private var pointers: [UnsafePointer<CChar>?] = []

    /// Lends the parameters as C strings, and their number.
    mutating func withCStrings(
        _ values: [String?], _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?) -> Int32
    ) -> Int32 {
        bytes.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        pointers.removeAll(keepingCapacity: true)
        for value in values {
            offsets.append(value == nil ? nil : bytes.count)
            guard let value else { continue }
            bytes.append(contentsOf: value.utf8)
            bytes.append(0)
        }
        return bytes.withUnsafeBytes { bytes in
            for offset in offsets {
                pointers.append(
                    offset.flatMap { bytes.baseAddress?.advanced(by: $0).assumingMemoryBound(to: CChar.self) })
            }
            return pointers.withUnsafeBufferPointer { body(Int32($0.count), $0.baseAddress) }
        }
    }
}
