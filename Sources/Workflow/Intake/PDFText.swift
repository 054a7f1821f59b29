/// What poppler's tools say about a PDF.
///
/// A PDF that they cannot read proposes nothing; the registrar types what the scan shows.
enum PDFText {
    /// The first pages' text in the layout of the page; `nil` where there is none, as in a scan.
    static func read(_ path: String) async -> String? {
        let text = await output(of: "pdftotext", ["-layout", "-enc", "UTF-8", "-f", "1", "-l", "3", path, "-"])
        // Fonts may map to NUL, which no row can hold.
        return text.flatMap { $0.contains { $0.isLetter } ? $0.replacing("\0", with: " ") : nil }
    }

    /// How many pages it has.
    static func pages(_ path: String) async -> Int? {
        await output(of: "pdfinfo", [path])?
            .firstMatch(of: #/(?m)^Pages:\s+(\d{1,6})$/#).flatMap { Int($0.1) }
    }

    private static func output(of tool: String, _ arguments: [String]) async -> String? {
        await LimitedTool.output(of: tool, arguments).map { String(decoding: $0, as: UTF8.self) }
    }
}
