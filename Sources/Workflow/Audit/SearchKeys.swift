import Crypto
import Foundation
import Glibc
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
            HMAC<SHA256>.authenticationCode(for: Data(word.utf8), using: key).prefix(8)
                .map { String(format: "%02x", $0) }.joined()
        }
    }

    /// The years of which there is a key.
    var years: [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { $0.hasPrefix("search-key-") ? Int($0.dropFirst("search-key-".count)) : nil }.sorted()
    }

    private func key(of year: Int) throws -> SymmetricKey {
        if let key = known.withLock({ $0[year] }) { return key }
        let path = "\(folder)/search-key-\(year)"
        if access(path, F_OK) != 0 { try make(path) }
        let bytes = try Data(contentsOf: URL(filePath: path))
        guard bytes.count == Self.length else { throw SealFault.missing(path) }
        let key = SymmetricKey(data: bytes)
        known.withLock { $0[year] = key }
        return key
    }

    /// Of several instances that make the year's key at once, the first one's counts.
    private func make(_ path: String) throws {
        _ = try SealFolder(root: folder)
        let temporary = "\(path).\(UUID().uuidString)"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileStore.failure() }
        defer {
            close(file)
            unlink(temporary)
        }
        let key = SymmetricKey(size: .init(bitCount: Self.length * 8))
        try key.withUnsafeBytes { try FileStore.write($0, to: file) }
        guard fsync(file) == 0 else { throw FileStore.failure() }
        guard link(temporary, path) == 0 || errno == EEXIST else { throw FileStore.failure() }
        try FileStore.sync(folder)
    }
}
