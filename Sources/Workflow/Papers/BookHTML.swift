public import Records

/// A book as HTML: for the print of a browser, and for WeasyPrint, which makes the PDF of it.
public struct BookHTML: Sendable {
    let contents: BookContents
    let proof: BookProof

    public init(_ contents: BookContents, proof: BookProof) {
        self.contents = contents
        self.proof = proof
    }

    /// The whole document, which fetches nothing; a browser puts no QR code into it.
    public var document: String {
        """
        <!DOCTYPE html>
        <html lang="vi"><head><meta charset="utf-8">\(head)</head><body>
        \(cover(withCode: false))
        \(table)<tbody>
        \(rows.joined())</tbody></table>
        \(closing(withCode: false))
        </body></html>

        """
    }

    var title: String { "\(contents.book.title) – \(contents.cover.year)" }

    var head: String { "<title>\(Self.text(title))</title><style>\(Self.style)</style>" }

    /// The cover, by Appendix IV.
    func cover(withCode: Bool) -> String {
        let cover = contents.cover
        let numbers = cover.numbers.map { "<p>Từ số \($0.lowerBound) đến số \($0.upperBound)</p>" } ?? ""
        return """
            <section class="cover"><p class="above">\(Self.text(cover.parentAgency ?? ""))</p>
            <p class="agency">\(Self.text(cover.agency))</p><h1>\(contents.book.title)</h1>
            <p class="year">Năm: \(cover.year)</p>
            <p>Từ ngày \(cover.days.lowerBound.written) đến ngày \(cover.days.upperBound.written)</p>\(numbers)
            <p>Quyển số: \(cover.volume)</p>\(withCode ? code : "")</section>
            """
    }

    /// The table up to its rows: widths, headings and the numbers of the columns, which every page repeats.
    var table: String {
        let columns = contents.book.columns
        return "<table><colgroup>" + columns.map { "<col style=\"width:\($0.width)mm\">" }.joined()
            + "</colgroup><thead><tr>"
            + columns.map { "<th>\(Self.text($0.heading))</th>" }.joined() + "</tr><tr class=\"number\">"
            + columns.indices.map { "<th>(\($0 + 1))</th>" }.joined() + "</tr></thead>"
    }

    /// A line of HTML for each row.
    var rows: some Sequence<String> {
        contents.rows.lazy.map { row in
            "<tr>" + row.map { "<td>\(Self.text($0))</td>" }.joined() + "</tr>\n"
        }
    }

    /// What closes the book: how many rows it has, and the digest that it can be checked by.
    func closing(withCode: Bool) -> String {
        let link = proof.link.map { "<p>Trang xác nhận: \(Self.text($0))</p>" } ?? ""
        return """
            <section class="closing">\(withCode ? code : "")
            <p>Sổ này có \(contents.rows.count) dòng. In ngày \(proof.printedAt.written) từ hệ thống quản lý văn bản.</p>
            <p>Mã băm SHA-256 của dữ liệu (dạng congvan-book-1):<br><code>\(proof.digest.grouped)</code></p>\(link)
            <div class="signing"><p>Người vào sổ<br><i>(Ký, ghi rõ họ tên)</i></p>
            <p>Người đứng đầu cơ quan<br><i>(Ký, đóng dấu)</i></p></div></section>
            """
    }

    private var code: String {
        guard let link = proof.link else { return "" }
        let safe = link.utf8.map { byte in
            let isPlain = Character(Unicode.Scalar(byte)).isLetter && byte < 0x80 || (48...57).contains(byte)
            return isPlain ? String(Unicode.Scalar(byte)) : "%" + [byte].hexadecimal.uppercased()
        }
        return "<img class=\"code\" alt=\"\" src=\"qr:\(safe.joined())\">"
    }

    /// Text as it is read: nothing of it becomes markup, and nothing of it hides.
    static func text(_ text: String) -> String {
        var written = ""
        for character in text.withHiddenShown {
            switch character {
            case "&": written += "&amp;"
            case "<": written += "&lt;"
            case ">": written += "&gt;"
            case "\"": written += "&quot;"
            case _ where character.isNewline: written += "<br>"
            default: written.append(character)
            }
        }
        return written
    }
}

extension String {
    /// In groups of eight, so that an eye finds its place.
    fileprivate var grouped: String {
        stride(from: 0, to: count, by: 8).map { String(dropFirst($0).prefix(8)) }.joined(separator: " ")
    }
}
