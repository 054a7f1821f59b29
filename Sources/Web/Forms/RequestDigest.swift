import Crypto
import Foundation
import Hummingbird

/// What was asked, as 32 bytes: two requests with one idempotency key must be the same request.
struct RequestDigest {
    private var hash = SHA256()

    init(_ request: Request) {
        add(request.method.rawValue)
        add(request.uri.path)
    }

    mutating func add(_ text: String) { add(Array(text.utf8)) }

    /// Each piece is preceded by its length, so that pieces cannot run into each other.
    mutating func add(_ bytes: [UInt8]) {
        withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { hash.update(bufferPointer: $0) }
        hash.update(data: bytes)
    }

    var bytes: [UInt8] { Array(hash.finalize()) }
}
