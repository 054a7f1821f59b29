import Foundation
import Glibc
import TransparencyLog

/// What an earlier run compared, kept in a file so that the next one goes on from there.
///
/// It is not believed more than it must be: the hashes in it must be those of the log's own tiles, and the tree that is
/// made on top of them must come to the state that was signed. So it cannot make another log look right; it can only
/// say that entries were compared with the database already, and every verdict says which those are.
struct VerifiedState: Codable, Sendable {
    struct Log: Codable, Sendable {
        let log: Int
        /// The key that checks the log.
        let key: String
        let size: Int
        /// The roots of the complete subtrees, the largest first, in base64.
        let peaks: [String]
    }

    private static let longest = 1 << 20

    private(set) var v = 1
    var logs: [Log] = []

    /// - Returns: an empty state where there is no such file yet.
    /// - Throws: ``TrailFinding/unsound(_:)`` where the file holds something else.
    init(file: String) throws {
        guard access(file, F_OK) == 0 else { return }
        guard let size = try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int, size <= Self.longest,
            let data = FileManager.default.contents(atPath: file),
            let state = try? JSONDecoder().decode(Self.self, from: data), state.v == 1
        else { throw Self.foreign(file) }
        self = state
    }

    /// The edge of a log that an earlier run came to; nothing where it did not come to that log.
    func edge(of log: Int, key: VerifierKey, most: Int, in folder: SealFolder, file: String) throws -> LogEdge {
        guard let part = logs.first(where: { $0.log == log }) else { return LogEdge() }
        guard part.key == key.text, (0...most).contains(part.size),
            let edge = try? LogEdge(size: part.size, in: folder), edge.peaks.map(\.base64) == part.peaks
        else { throw Self.foreign(file) }
        return edge
    }

    mutating func keep(_ edge: LogEdge, of log: Int, key: VerifierKey) {
        logs.removeAll { $0.log == log }
        logs.append(Log(log: log, key: key.text, size: edge.size, peaks: edge.peaks.map(\.base64)))
    }

    /// Writes the state so that a crash leaves either the old one or the new one.
    func write(to path: String) throws {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[...$0]) } ?? "."
        // It is where somebody said; where that is not there, they mistyped it.
        guard access(folder, F_OK) == 0 else { throw FileStore.failure() }
        try DurableFolder(folder).write(
            slash.map { String(path[path.index(after: $0)...]) } ?? path, Array(try JSONEncoder().encode(self)))
    }

    static func foreign(_ file: String) -> TrailFinding {
        .unsound("\(file) holds no state of this trail; without it everything is checked.")
    }
}
