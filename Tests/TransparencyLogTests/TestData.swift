import Foundation

@testable import TransparencyLog

/// The vectors from outside that lie beside the repository, or nothing where they do not.
enum TestData {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared/testdata/transparency").standardizedFileURL

    static let isPresent: Bool = {
        let isPresent = FileManager.default.fileExists(atPath: root.path)
        if !isPresent { print("skipped: the shared test data is not beside the repository") }
        return isPresent
    }()

    static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: root.appending(path: name))) }

    static func decode<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(contentsOf: root.appending(path: name)))
    }
}

extension [UInt8] {
    init(hex: String) {
        self = stride(from: 0, to: hex.count, by: 2).map { start in
            UInt8(hex.dropFirst(start).prefix(2), radix: 16)!
        }
    }
}

extension TreeHash {
    init(hex: String) throws { try self.init([UInt8](hex: hex)) }

    /// The same hash with one bit of a byte changed.
    func flipped(at byte: Int) throws -> TreeHash {
        var bytes = bytes
        bytes[byte] ^= 0x10
        return try TreeHash(bytes)
    }
}

/// Random numbers that are the same in every run, so that a failure can be repeated.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 }

    /// Sebastiano Vigna's SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
