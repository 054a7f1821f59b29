internal import Foundation

extension Migration {
    /// Reads the migrations in a folder: files named `0001_what_it_does.sql`, in the order of their numbers.
    ///
    /// Files that do not end in `.sql` are left alone.
    ///
    /// - Throws: ``MigrationError/misnamed(file:)`` for a file whose name is none of these.
    public static func all(inFolder path: String) throws -> [Migration] {
        let folder = URL(fileURLWithPath: path, isDirectory: true)
        return try FileManager.default.contentsOfDirectory(atPath: path)
            .filter { $0.hasSuffix(".sql") }
            .map { file in
                let parts = file.dropLast(4).split(separator: "_", maxSplits: 1)
                guard parts.count == 2, let version = Int(parts[0]), version > 0 else {
                    throw MigrationError.misnamed(file: file)
                }
                let name = parts[1].replacingOccurrences(of: "_", with: " ")
                let sql = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
                return Migration(version: version, name: name, sql: sql)
            }
            .sorted { $0.version < $1.version }
    }
}
