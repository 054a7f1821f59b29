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
