import Crypto
import Foundation
import Records
import Synchronization

/// What the trail remembers of a search: of each word a keyed digest, which answers “who searched for this name?” to
/// whoever has the name, and gives no name away.
///
/// The key is another one each year, in the folder of the seal and not in the database.
final class SearchKeys: Sendable {
    private static let length = 32

    private let folder: String
    private let known = Mutex<[Int: SymmetricKey]>([:])

    init(folder: String) { self.folder = folder }

    /// The digests of a text's words: sixteen hexadecimal digits of HMAC-SHA-256 over the folded word.
    ///
    /// - Throws: where the year's key can neither be read nor made.
    func digests(of text: String, in year: Int) throws -> [String] {
        let key = try key(of: year)
        return Set(Folding.words(text)).sorted().map { word in
            HMAC<SHA256>.authenticationCode(for: Data(word.utf8), using: key).prefix(8).hexadecimal
        }
    }

    /// The years of which there is a key.
    var years: [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { $0.hasPrefix("search-key-") ? Int($0.dropFirst("search-key-".count)) : nil }.sorted()
    }

    private func key(of year: Int) throws -> SymmetricKey {
        if let key = known.withLock({ $0[year] }) { return key }
        let name = "search-key-\(year)"
        let files = try DurableFolder(folder)
        let bytes = try files.read(name) ?? files.writeOnce(name, Self.new())
        guard bytes.count == Self.length else { throw SealFault.missing("\(folder)/\(name)") }
        let key = SymmetricKey(data: bytes)
        known.withLock { $0[year] = key }
        return key
    }

    private static func new() -> [UInt8] {
        SymmetricKey(size: .init(bitCount: length * 8)).withUnsafeBytes { Array($0) }
    }
}
