import Foundation

/// A folder of its own for one piece of work with strange files, which is gone afterwards.
enum WorkFolder {
    static func with<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "paper-\(UUID().uuidString.lowercased())")
            .path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // What is left after a fault here stands in the system's temporary folder, which is emptied by the system.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }
}
