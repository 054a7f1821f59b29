import Foundation

/// The data from outside that lies beside the repository.
enum TestData {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let root = repository.appending(path: "../shared/testdata")

    static let isPresent: Bool = {
        let isPresent = FileManager.default.fileExists(atPath: root.path)
        if !isPresent { print("skipped: the shared test data is not beside the repository") }
        return isPresent
    }()

    static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: root.appending(path: name))) }

    static func naughtyStrings() throws -> [String] {
        let encoded = try JSONDecoder().decode([String].self, from: Data(try bytes("naughty-strings.base64.json")))
        return encoded.compactMap { Data(base64Encoded: $0).map { String(decoding: $0, as: UTF8.self) } }
    }
}
