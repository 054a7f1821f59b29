import Records
import Workflow

/// The page *Sổ đăng ký*: the books of a year.
struct ShelfPage: Page {
    static let template = "register/list"

    struct Line: Sendable {
        let href: String
        let book: String
        let name: String
        let kind: String
        let lines: String
        let closed: String?
        let digest: String?
    }

    let place: Menu.Place? = .registers
    let year: Int
    let tabs: [Tab]
    let years: [Choice]
    let books: [Line]

    init(_ shelf: BookShelf, _ language: Language) {
        year = shelf.year
        tabs = RegisterTabs.all(atPrints: false, language)
        years = (shelf.years + [shelf.year]).reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
            .sorted(by: >).map { Choice("\($0)", "\($0)", isChosen: $0 == shelf.year) }
        books = shelf.books.map { one in
            Line(
                href: Address("/registers/\(one.address)", [("year", "\(shelf.year)")]).text, book: "\(one.address)",
                name: one.book == .followUp ? one.book.kind(language) : one.name,
                kind: one.book == .followUp ? one.name : one.book.kind(language), lines: "\(one.lines)",
                closed: one.closing.map { "\($0.at.written), \($0.by)" }, digest: one.closing?.digest)
        }
    }
}

/// The two pages about books.
enum RegisterTabs {
    static func all(atPrints: Bool, _ language: Language) -> [Tab] {
        [
            Tab(href: "/registers", label: Phrase("Các sổ", "Books")(language), count: nil, isHere: !atPrints),
            Tab(href: "/registers/prints", label: Phrase("Bản in", "Prints")(language), count: nil, isHere: atPrints),
        ]
    }
}

extension OfficeBook {
    /// What sort of book it is, for a list.
    var kind: Phrase {
        switch self {
        case .incoming: Phrase("Sổ đăng ký văn bản đến", "Register of incoming documents")
        case .followUp: Phrase("Sổ theo dõi giải quyết văn bản đến", "Follow-up of incoming documents")
        case .outgoing: Phrase("Sổ đăng ký văn bản đi", "Register of outgoing documents")
        case .posting: Phrase("Sổ gửi văn bản đi bưu điện", "Posting book")
        case .copies: Phrase("Sổ sử dụng bản lưu", "Use of archive copies")
        case .made: Phrase("Sổ đăng ký bản sao", "Register of copies")
        }
    }
}
