public import Records

/// What differs between two versions of a draft.
public enum VersionComparison {
    /// The difference of the texts of two PDFs; `nil` where one has no text, as a scan has none.
    public static func difference(from old: String, to new: String) async -> TextDifference? {
        async let before = text(of: old)
        async let after = text(of: new)
        guard let before = await before, let after = await after else { return nil }
        return TextDifference(from: before, to: after)
    }

    /// In the order in which it is read, so that columns do not mix.
    private static func text(of path: String) async -> String? {
        let bytes = await LimitedTool.output(of: "pdftotext", ["-enc", "UTF-8", path, "-"], limit: 8_000_000)
        return bytes.map { String(decoding: $0, as: UTF8.self) }.flatMap { $0.contains(where: \.isLetter) ? $0 : nil }
    }
}
