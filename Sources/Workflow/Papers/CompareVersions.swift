public import Records

/// What differs between two versions of a draft.
public enum VersionComparison {
    /// The difference of the texts of two PDFs; `nil` where one has no text, as a scan has none.
    public static func difference(from old: String, to new: String) async -> TextDifference? {
        async let before = PDFText.whole(old)
        async let after = PDFText.whole(new)
        guard let before = await before, let after = await after else { return nil }
        return TextDifference(from: before, to: after)
    }
}
