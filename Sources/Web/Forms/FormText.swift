import Foundation
import Records

/// How a text from outside becomes one of ours.
enum FormText {
    /// The text, or `nil` where the bytes are no UTF-8 or hold a NUL.
    ///
    /// It is composed (NFC), so that what is typed on a Mac finds what was typed on Windows, and lines end as on Unix.
    static func text(_ bytes: some Collection<UInt8>) -> String? {
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else { return nil }
        guard !bytes.allSatisfy({ $0 < 0x80 && $0 != 0x0D }) else { return text }
        return text.replacing("\r\n", with: "\n").precomposedStringWithCanonicalMapping
    }
}

extension String {
    /// The lines that hold something, without the blanks around them.
    var linesTyped: [String] {
        split(whereSeparator: \.isNewline).map { String($0).trimmed }.filter { !$0.isEmpty }
    }
}

extension Problem {
    static let malformedForm = Problem(
        .badRequest,
        Phrase("Không đọc được biểu mẫu. Hãy tải lại trang.", "The form cannot be read. Reload the page."))

    static func tooLarge(_ limit: Int) -> Problem {
        let size = limit >= 1 << 20 ? "\(limit >> 20) MB" : "\(limit >> 10) KB"
        return Problem(.tooLarge, Phrase("Vượt quá giới hạn \(size).", "Larger than the limit of \(size)."))
    }
}
