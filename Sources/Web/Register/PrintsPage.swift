import Records
import Workflow

/// The prints that were asked for; while one is made the page comes anew by itself.
struct PrintsPage: Page {
    static let template = "register/prints"

    struct Line: Sendable {
        let title: String
        let year: Int
        let state: Tag
        let asked: String
        let progress: String?
        let href: String?
        let about: String?
        let digest: String?
        let failure: String?
    }

    let place: Menu.Place? = .registers
    let done: String?
    let refusal: String?
    let tabs: [Tab]
    let prints: [Line]
    let isEmpty: Bool
    let isUnderWay: Bool

    init(_ prints: [BookPrint], refusal: Phrase?, done: String?, _ language: Language) {
        self.done = done
        self.refusal = refusal?(language)
        tabs = RegisterTabs.all(atPrints: true, language)
        self.prints = prints.map { Line($0, language) }
        isEmpty = prints.isEmpty
        isUnderWay = prints.contains { $0.state == .waiting || $0.state == .printing }
    }
}

extension PrintsPage.Line {
    fileprivate init(_ print: BookPrint, _ language: Language) {
        title = print.title
        year = print.year
        state = Tag.state(print.state, language)
        asked = "\(print.askedBy), \(print.askedAt.written)"
        progress =
            print.state == .printing
            ? Phrase("Đã dàn trang \(print.linesDone) dòng", "\(print.linesDone) lines laid out")(language) : nil
        href = print.state == .done ? "/registers/prints/\(print.id)" : nil
        let pages = print.pages ?? 0, lines = print.lines ?? 0
        about = print.size.map {
            Phrase("\(lines) dòng, \(pages) trang", "\(lines) lines, \(pages) pages")(language)
                + " · \(WrittenSize($0, language).text)"
        }
        digest = print.proof
        failure = print.failure.isEmpty ? nil : print.failure
    }
}
