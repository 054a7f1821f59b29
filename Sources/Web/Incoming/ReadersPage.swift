import Records
import Workflow

/// Who may see a document, and who has seen it.
struct ReadersPage: Page {
    static let template = "incoming/readers"

    let place: Menu.Place? = .incoming
    let document: String
    let number: String
    let subject: String
    let seen: [SeenLine]
    let isUnseen: Bool
    let readers: [ReaderLine]

    init(_ id: IncomingDocument.ID, _ readers: DocumentReaders, _ language: Language) {
        document = "/incoming/\(id)"
        number = "\(readers.number)/\(readers.year)"
        subject = readers.subject
        seen = readers.seen.map { SeenLine($0) }
        isUnseen = seen.isEmpty
        self.readers = readers.may.map { ReaderLine($0, language) }
    }
}

/// Someone who has seen the document.
struct SeenLine: Sendable {
    let name: String
    let office: String
    let first: String
    let last: String
    let views: String
    let files: String

    init(_ seen: SeenBy) {
        name = seen.name
        office = seen.position
        first = seen.first.written
        last = seen.last.written
        views = "\(seen.views)"
        files = "\(seen.files)"
    }
}

/// Someone who may see the document, and by what rule.
struct ReaderLine: Sendable {
    let name: String
    let office: String
    let rule: String

    init(_ reader: Reader, _ language: Language) {
        name = reader.name
        office = [reader.position, reader.unit].filter { !$0.isEmpty }.joined(separator: ", ")
        rule = reader.rule(language)
    }
}
