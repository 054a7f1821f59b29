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
