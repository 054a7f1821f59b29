import Records

/// Whether a PDF that somebody brings can become a version of a draft.
public enum PDFCheck {
    /// More pages than an office writes into one file.
    static let mostPages = 2000

    /// How many pages it has.
    ///
    /// - Throws: ``WorkflowError/fileRefused(_:)`` where it has a password, is damaged, or is more than an office writes.
    @discardableResult
    public static func pages(of path: String) async throws -> Int {
        // poppler opens what has only a password against changes, and cannot open what has one against reading.
        guard let said = await PDFText.facts(path), let pages = PDFText.pages(in: said), pages > 0 else {
            throw WorkflowError.fileRefused(unreadable)
        }
        guard said.contains(#/(?m)^Encrypted:\s+no/#) else { throw WorkflowError.fileRefused(encrypted) }
        guard pages <= mostPages else { throw WorkflowError.fileRefused(tooManyPages) }
        return pages
    }

    static let unreadable = Phrase(
        "Tệp PDF bị hỏng hoặc có mật khẩu. Hãy xuất lại tệp, không đặt mật khẩu.",
        "The PDF is damaged or has a password. Export it anew, without a password.")
    static let encrypted = Phrase(
        "Tệp PDF có mật khẩu hoặc bị khóa quyền sửa, in. Hãy xuất lại tệp, không khóa.",
        "The PDF has a password, or is locked against changes or printing. Export it anew, unlocked.")
    static let tooManyPages = Phrase(
        "Tệp PDF có hơn \(mostPages) trang. Hãy tách phụ lục thành tệp riêng.",
        "The PDF has more than \(mostPages) pages. Make its annexes files of their own.")
}
