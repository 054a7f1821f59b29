import Crypto

/// The SHA-256 hash of a leaf or of a node of the tree: 32 bytes.
///
/// See RFC 6962 section 2.1.
public struct TreeHash: Hashable, Sendable {
    public static let byteCount = 32

    /// The bytes in their order in memory: as an array, every hash would be an allocation.
    private let storage: SIMD4<UInt64>

    /// The root of the tree without leaves, the hash of nothing.
    public static let empty = TreeHash(SHA256().finalize())

    /// - Throws: ``TransparencyError/wrongHashLength`` unless there are 32 bytes.
    public init(_ bytes: some Collection<UInt8>) throws(TransparencyError) {
        guard bytes.count == Self.byteCount else { throw .wrongHashLength }
        var storage = SIMD4<UInt64>()
        withUnsafeMutableBytes(of: &storage) { $0.copyBytes(from: bytes) }
        self.storage = storage
    }

    /// Reads the hash as checkpoints and proofs write it.
    public init(base64 text: some StringProtocol) throws(TransparencyError) {
        try self.init(Base64.decode(text))
    }

    private init(_ digest: SHA256.Digest) {
        storage = digest.withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
    }

    public var bytes: [UInt8] { withBytes { Array($0) } }

    public var base64: String { Base64.encode(bytes) }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBytes(of: storage, body)
    }
}

extension TreeHash {
    /// The hash of an entry as a leaf of the tree: SHA-256(0x00 ‖ entry).
    public static func leaf(_ entry: some Collection<UInt8>) -> TreeHash {
        let hash = entry.withContiguousStorageIfAvailable { bytes in
            var hasher = SHA256()
            withUnsafeBytes(of: UInt8(0)) { hasher.update(bufferPointer: $0) }
            hasher.update(bufferPointer: UnsafeRawBufferPointer(bytes))
            return TreeHash(hasher.finalize())
        }
        return hash ?? leaf(Array(entry))
    }

    /// The hash of a node from those of its two children: SHA-256(0x01 ‖ left ‖ right).
    public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * byteCount, alignment: 1) { buffer in
            buffer[0] = 1
            buffer.storeBytes(of: left.storage, toByteOffset: 1, as: SIMD4<UInt64>.self)
            buffer.storeBytes(of: right.storage, toByteOffset: 1 + byteCount, as: SIMD4<UInt64>.self)
            var hasher = SHA256()
            hasher.update(bufferPointer: UnsafeRawBufferPointer(buffer))
            return TreeHash(hasher.finalize())
        }
    }
}

extension TreeHash: CustomStringConvertible {
    /// The hash in base64, as checkpoints and proofs write it.
    public var description: String { base64 }
}
