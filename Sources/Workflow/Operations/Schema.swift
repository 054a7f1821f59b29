import Foundation
public import Postgres

/// The migrations that this program was built with.
public enum Schema {
    /// Every migration, in order.
    public static func migrations() throws -> [Migration] {
        guard let folder = Bundle.module.url(forResource: "migrations", withExtension: nil) else {
            throw CocoaError(.fileNoSuchFile)
        }
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "sql" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .map { file in
                let name = file.deletingPathExtension().lastPathComponent
                let parts = name.split(separator: "_", maxSplits: 1)
                guard parts.count == 2, let version = Int(parts[0]) else { throw CocoaError(.fileReadUnknown) }
                return Migration(version: version, name: String(parts[1]), sql: try String(contentsOf: file, encoding: .utf8))
            }
    }
}
