/// A book with what is written in it: what is printed, and what the digest on the print stands for.
///
/// The digest is the SHA-256 of ``canonicalLines``, each followed by a line feed, in UTF-8. The first line says which
/// book it is, the others are its rows, one JSON list of texts each (RFC 8259), without blanks between them:
///
///     {"format":"congvan-book-1","book":"incoming","parent":"…","agency":"…","year":2026,"from":"2026-01-01",
///      "to":"2026-12-31","first":1,"last":2,"volume":1,"columns":10,"rows":2}
///     ["02/01/2026","1","UBND tỉnh Quảng Nam",…]
///
/// (the first line is broken here for reading). Of text, `"` and `\` are written with a `\` before them; control
/// characters, U+007F to U+009F, U+2028 to U+202E, U+2066 to U+2069 and U+FEFF as `\u` and four hexadecimal digits in
/// lower case; everything else as it stands. "parent", "first" and "last" are left out where the cover has none.
public struct BookContents: Sendable, Equatable {
    public let book: OfficeBook
    public let cover: BookCover
    /// The rows, in the order of the book, each with a text for every column.
    public let rows: [[String]]

    /// - Precondition: every row has as many texts as the book has columns.
    public init(_ book: OfficeBook, _ cover: BookCover, rows: [[String]]) {
        precondition(rows.allSatisfy { $0.count == book.columns.count }, "a row for every column")
        self.book = book
        self.cover = cover
        self.rows = rows
    }

    /// The lines that the digest is made of.
    public var canonicalLines: some Sequence<String> {
        [firstLine].lazy.map { $0 } + rows.map { JSONText.list($0.map { JSONText.text($0) }).line }
    }

    private var firstLine: String {
        let head: JSONText = [
            "format": "congvan-book-1", "book": .text(book.rawValue), "parent": JSONText(cover.parentAgency),
            "agency": .text(cover.agency), "year": .number(cover.year), "from": .text("\(cover.days.lowerBound)"),
            "to": .text("\(cover.days.upperBound)"), "first": JSONText(cover.numbers?.lowerBound),
            "last": JSONText(cover.numbers?.upperBound), "volume": .number(cover.volume),
            "columns": .number(book.columns.count), "rows": .number(rows.count),
        ]
        return head.line
    }
}
