import Foundation
import Records
import Testing

/// A book as it stands on paper: its words with their places, put back into rows and columns.
struct PrintedBook {
    struct Word {
        let text: String
        let page: Int
        let x: Double
        let y: Double
    }

    let words: [Word]
    let book: OfficeBook

    private static let millimetre = 72 / 25.4

    init(_ pdf: String, _ book: OfficeBook, _ desk: PaperDesk) throws {
        self.book = book
        var words: [Word] = [], page = 0
        for line in try desk.run("pdftotext", ["-bbox", pdf, "-"]).split(separator: "\n") {
            if line.contains("<page ") { page += 1 }
            guard let match = line.firstMatch(of: #/<word xMin="([-\d.]+)" yMin="([-\d.]+)"[^>]*>(.*)<\/word>/#) else {
                continue
            }
            var text = String(match.output.3)
            for (written, sign) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")] {
                text = text.replacing(written, with: sign)
            }
            words.append(Word(text: text, page: page, x: Double(match.output.1) ?? 0, y: Double(match.output.2) ?? 0))
        }
        self.words = words
    }

    /// The words of the rows: below the head of each page, above what closes the book, and no numbers of pages.
    private var inRows: [Word] {
        let closing = words.indices.first { words[$0].text == "Sổ" && words[$0...].dropFirst().first?.text == "này" }
        let end = closing.map { words[$0] }
        return words.filter { word in
            // WeasyPrint leaves the head out where a row is longer than a page.
            let head = words.first { $0.page == word.page && $0.text == "(1)" }?.y ?? 0
            if let end, (word.page, word.y) >= (end.page, end.y - 2) { return false }
            return word.page > 1 && word.y > head + 8 && word.y < 193 * Self.millimetre
        }
    }

    /// How low the rows come on each page that has some.
    var depths: [Double] {
        Dictionary(grouping: inRows, by: \.page).sorted { $0.key < $1.key }.map { $0.value.map(\.y).max() ?? 0 }
    }

    /// The texts of each row, without blanks; a row begins where its number in column `counted` stands.
    func rows(counted: Int) -> [[String]] {
        var edges = [10 * Self.millimetre]
        for column in book.columns { edges.append((edges.last ?? 0) + Double(column.width) * Self.millimetre) }
        func column(_ word: Word) -> Int { (edges.firstIndex { $0 > word.x + 0.5 } ?? edges.count) - 1 }

        let words = inRows
        let starts = words.filter { column($0) == counted }.sorted { ($0.page, $0.y) < ($1.page, $1.y) }
        var rows = starts.map { _ in [String](repeating: "", count: book.columns.count) }
        // Another font begins a little higher than the number of its row does.
        for word in words.sorted(by: { ($0.page, $0.y.rounded(), $0.x) < ($1.page, $1.y.rounded(), $1.x) }) {
            guard let row = starts.lastIndex(where: { ($0.page, $0.y - 4) <= (word.page, word.y) }) else { continue }
            let column = column(word)
            guard rows[row].indices.contains(column) else { continue }
            rows[row][column] += word.text
        }
        return rows
    }
}
