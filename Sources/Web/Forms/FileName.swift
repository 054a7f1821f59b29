import Foundation

/// The name that a person's machine gave to a file, as a `Content-Disposition` tells it.
///
/// It is data: the office's file store cleans it for display and never makes a path of it.
enum FileName {
    /// The name from `filename*` (RFC 8187) or `filename`; `nil` where there is none.
    static func named(in value: HeaderValue) -> String? {
        if let extended = value.parameters["filename*"], let name = decoded(extended) { return name }
        return value.parameters["filename"].map(unescaped)
    }

    /// Undoes what browsers do to quotes and line ends in names (HTML, multipart/form-data encoding).
    private static func unescaped(_ name: String) -> String {
        name.replacing("%22", with: "\"").replacing(/%0[AaDd]/, with: "")
    }

    /// Reads `UTF-8'vi'c%C3%B4ng%20v%C4%83n.pdf`.
    private static func decoded(_ extended: String) -> String? {
        let parts = extended.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].lowercased() == "utf-8" else { return nil }
        return String(parts[2]).removingPercentEncoding
    }
}
