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

    /// All its text in the order in which it is read, so that columns do not mix; `nil` where there is none.
    static func whole(_ path: String) async -> String? {
        await output(of: "pdftotext", ["-enc", "UTF-8", path, "-"], limit: 8_000_000)
            .flatMap { $0.contains(where: \.isLetter) ? $0 : nil }
    }

    /// How many pages it has.
    static func pages(_ path: String) async -> Int? { await facts(path).flatMap(pages(in:)) }

    /// What is said of the file as a whole, a line each.
    static func facts(_ path: String) async -> String? { await output(of: "pdfinfo", [path]) }

    static func pages(in facts: String) -> Int? {
        facts.firstMatch(of: #/(?m)^Pages:\s+(\d{1,6})$/#).flatMap { Int($0.1) }
    }

    private static func output(of tool: String, _ arguments: [String], limit: Int = 1_000_000) async -> String? {
        await LimitedProgram.output(of: tool, arguments, limit: limit).map { String(decoding: $0, as: UTF8.self) }
    }
}
