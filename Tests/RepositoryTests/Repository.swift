import Foundation

/// The files of this repository, as its rules are checked against them.
enum Repository {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A file's text, by its path from the root.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The paths of all files below a folder, what is built or fetched apart.
    static func files(below folder: String = "", ending: String = "") -> [String] {
        let skipped: Set<String> = [".build", ".git", ".swiftpm", "var", "node_modules", "__pycache__", ".tools"]
        let start = folder.isEmpty ? root : root.appending(path: folder)
        guard let walk = FileManager.default.enumerator(at: start, includingPropertiesForKeys: [.isRegularFileKey])
        else { return [] }
        var paths: [String] = []
        for case let url as URL in walk {
            if skipped.contains(url.lastPathComponent) {
                walk.skipDescendants()
                continue
            }
            guard (try? url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true,
                url.path.hasSuffix(ending)
            else { continue }
            paths.append(String(url.path.dropFirst(root.path.count + 1)))
        }
        return paths.sorted()
    }

    /// The Swift files of the program, with their texts.
    static func sources() throws -> [(path: String, text: String)] {
        try files(below: "Sources", ending: ".swift").map { ($0, try text($0)) }
    }
}
