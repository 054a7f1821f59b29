import Mustache
import Records
import Workflow

/// A book with exactly its columns, a hundred lines at a time; on paper with its cover.
struct BookViewPage: Page {
    static let template = "register/show"

    struct Cell: Sendable, MustacheParent {
        let label: String
        let text: String

        func child(named name: String) -> Any? {
            switch name {
            case "label": label
            case "text": text
            default: nil
            }
        }
    }

    struct Row: Sendable, MustacheParent {
        let cells: [Cell]

        func child(named name: String) -> Any? { name == "cells" ? cells : nil }
    }

    struct Heading: Sendable {
        let number: Int
        let heading: String
    }

    let place: Menu.Place? = .registers
    let name: String
    let kind: String
    let title: String
    let agency: String
    let parent: String?
    let year: Int
    let days: String
    let numbers: String?
    let book: String
    let look: String
    let columns: [Heading]
    let rows: [Row]
    let isEmpty: Bool
    let range: String?
    let pages: Int
    let page: Int
    let isLong: Bool
    let first: String?
    let previous: String?
    let next: String?
    let last: String?
    let proof: String?
    let closed: String?
    let digest: String?

    init(_ view: BookPage, _ language: Language) {
        let contents = view.contents, cover = view.contents.cover
        let isFollowUp = contents.book == .followUp
        name = isFollowUp ? contents.book.kind(language) : view.name
        kind = isFollowUp ? view.name : contents.book.kind(language)
        title = contents.book.title
        agency = cover.agency
        parent = cover.parentAgency
        year = cover.year
        days = "Từ ngày \(cover.days.lowerBound.written) đến ngày \(cover.days.upperBound.written)"
        numbers = cover.numbers.map { "Từ số \($0.lowerBound) đến số \($0.upperBound)" }
        book = "\(view.address)"
        look = contents.book.rawValue
        let headings = contents.book.columns.map(\.heading)
        columns = headings.enumerated().map { Heading(number: $0.offset + 1, heading: $0.element) }
        rows = contents.rows.map { row in
            Row(cells: zip(headings, row).map { Cell(label: $0, text: $1.withHiddenShown) })
        }
        isEmpty = rows.isEmpty
        let begin = (view.number - 1) * BookPage.lines + 1
        let end = begin + rows.count - 1
        range = Self.range(begin, end, of: view.total, language)
        pages = view.pages
        page = view.number
        isLong = view.pages > 1
        func href(_ page: Int) -> String? {
            guard page != view.number, (1...view.pages).contains(page) else { return nil }
            return Address("/registers/\(view.address)", [("year", "\(cover.year)"), ("page", "\(page)")]).text
        }
        first = href(1)
        previous = href(view.number - 1)
        next = href(view.number + 1)
        last = href(view.pages)
        let isRegister = if case .register = view.address { true } else { false }
        proof =
            isRegister
            ? Address("/registers/\(view.address)/proof", [("year", "\(cover.year)")]).text : nil
        closed = view.closing.map { "\($0.at.written), \($0.by)" }
        digest = view.closing?.digest
    }

    private static func range(_ begin: Int, _ end: Int, of total: Int, _ language: Language) -> String? {
        guard end >= begin else { return nil }
        return Phrase("Dòng \(begin)–\(end) trong \(total)", "Lines \(begin)–\(end) of \(total)")(language)
    }
}
