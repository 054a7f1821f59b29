import Foundation

/// The templates as they stand in their files, by their paths without the ending: `incoming/list`.
struct TemplateFolder {
    let sources: [String: String]

    init(_ folder: URL) throws {
        var sources: [String: String] = [:]
        let ending = ".mustache"
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where path.hasSuffix(ending) {
            sources[String(path.dropLast(ending.count))] =
                try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        }
        self.sources = sources
    }
}
