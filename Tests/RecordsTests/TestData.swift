import Foundation

/// The data from outside that lies beside the repository, or nothing where it does not.
enum TestData {
    static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Strings that break programs (big-list-of-naughty-strings, MIT).
    static let naughtyStrings: [String] = {
        let file = repository.appending(path: "../shared/testdata/naughty-strings.base64.json")
        guard let data = try? Data(contentsOf: file), let encoded = try? JSONDecoder().decode([String].self, from: data)
        else {
            print("skipped: the naughty strings are not beside the repository")
            return []
        }
        return encoded.compactMap { Data(base64Encoded: $0).map { String(decoding: $0, as: UTF8.self) } }
    }()
}
