import Foundation
import Records
import Workflow

extension Schemas {
    static let books: [String: Schema] = [
        "BookShelf": .object([
            .needed("year", .integer), .needed("years", .array(.integer), "In which something was entered."),
            .needed("books", .array(.named("Book"))),
        ]),
        "Book": .object([
            .needed("address", .string, "What a print of it is asked for with."),
            .needed("register", .optional(.integer), "The register that it is; null for other books."),
            .needed("book", .choice(OfficeBook.self)), .needed("name", .string), .needed("lines", .integer),
            .needed("closing", .optional(.named("BookClosing"))),
        ]),
        "BookClosing": .object([
            .needed("sha256", .string, "Of the register's lines."), .needed("entries", .integer),
            .needed("by", .string), .needed("at", .instant),
        ]),
        "NumberProof": .object([
            .needed("register", .string), .needed("year", .integer), .needed("given", .integer),
            .needed("inForce", .integer), .needed("cancelled", .array(.named("NumberAndReason"))),
            .needed("returned", .array(.named("NumberAndReason"))), .needed("reserved", .array(.integer)),
            .needed("missing", .array(.integer), "None unless somebody altered the database."),
            .needed("closing", .optional(.named("BookClosing"))),
        ]),
        "NumberAndReason": .object([.needed("number", .integer), .needed("reason", .string)]),
        "RegisterClosing": .object([
            .needed("year", .integer), .needed("confirmed", .boolean, "That the register is complete."),
        ]),
        "ClosedRegister": .object([.needed("sha256", .string, "Of the register's lines; it is kept for ever.")]),
        "BookPrintRequest": .object([
            .needed("book", .string, "Its address, from GET /books."), .needed("year", .integer),
        ]),
        "BookPrintID": .object([.needed("id", .integer)]),
        "BookPrint": .object([
            .needed("id", .integer), .needed("title", .string), .needed("year", .integer),
            .needed("state", .choice(BookPrint.State.self)), .needed("askedBy", .string),
            .needed("askedAt", .instant), .needed("linesDone", .integer), .needed("lines", .optional(.integer)),
            .needed("pages", .optional(.integer)), .needed("size", .optional(.integer)),
            .needed("sha256", .optional(.string), "Of its lines, as it stands on its last page."),
            .needed("failure", .string), .needed("href", .optional(.string), "Where it is, once it is done."),
        ]),
        "BookPrintList": list(of: "BookPrint"),
    ]
}

extension JSON {
    init(_ shelf: BookShelf) {
        self = [
            "year": .integer(shelf.year), "years": .array(shelf.years.map(JSON.integer)),
            "books": .array(shelf.books.map(JSON.init)),
        ]
    }

    private init(_ book: BookOnShelf) {
        let register: Int? = if case .register(let id) = book.address { id } else { nil }
        self = [
            "address": .string("\(book.address)"), "register": JSON(register), "book": .string(book.book.rawValue),
            "name": .string(book.name), "lines": .integer(book.lines),
            "closing": book.closing.map { JSON($0) } ?? .null,
        ]
    }

    private init(_ closing: BookClosing) {
        self = [
            "sha256": .string(closing.digest), "entries": .integer(closing.entries), "by": .string(closing.by),
            "at": JSON(closing.at),
        ]
    }

    init(_ proof: NumberProof) {
        func lines(_ numbers: [(number: Int, reason: String)]) -> JSON {
            .array(numbers.map { ["number": .integer($0.number), "reason": .string($0.reason)] })
        }
        self = [
            "register": .string(proof.register), "year": .integer(proof.year), "given": .integer(proof.given),
            "inForce": .integer(proof.inForce), "cancelled": lines(proof.cancelled),
            "returned": lines(proof.returned), "reserved": .array(proof.reserved.map(JSON.integer)),
            "missing": .array(proof.missing.map(JSON.integer)), "closing": proof.closing.map { JSON($0) } ?? .null,
        ]
    }

    init(_ print: BookPrint) {
        let href = print.state == .done ? "/api/v1/book-prints/\(print.id)" : nil
        self = [
            "id": .integer(print.id), "title": .string(print.title), "year": .integer(print.year),
            "state": .string(print.state.rawValue), "askedBy": .string(print.askedBy),
            "askedAt": JSON(print.askedAt), "linesDone": .integer(print.linesDone), "lines": JSON(print.lines),
            "pages": JSON(print.pages), "size": JSON(print.size), "sha256": JSON(print.proof),
            "failure": .string(print.failure), "href": JSON(href),
        ]
    }
}
