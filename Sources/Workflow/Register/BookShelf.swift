import Foundation
import Postgres
public import Records

/// An agency's books of a year (các sổ của một năm).
public struct BookShelf: Sendable {
    public let year: Int
    /// The years in which something was entered, the newest first; this year is always among them.
    public let years: [Int]
    public let books: [BookOnShelf]
}

/// A book as a line of a list.
public struct BookOnShelf: Sendable {
    public let address: BookAddress
    public let book: OfficeBook
    public let name: String
    public let lines: Int
    public let closing: BookClosing?
}

extension Workflow {
    /// The agency's books of a year: registers first, in the order of their kinds (danh sách sổ).
    ///
    /// Where no year is given it is this one.
    public func bookShelf(year: Int? = nil, by caller: Caller) async throws -> BookShelf {
        let agency = caller.officer.agency
        let thisYear = today.year
        let year = year ?? thisYear
        let attempt = AuditEvent(.registersListed, on: .register(0), detail: ["year": "\(year)"])
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.readRegisters, of: caller.officer.roles)
            let used = try transaction.rows(
                "SELECT DISTINCT year FROM register_year WHERE agency_id = \(agency)"
            ) { try $0["year"] as Int }
            let registers = try transaction.rows(
                """
                SELECT id, direction FROM register WHERE agency_id = \(agency)
                ORDER BY array_position(ARRAY['incoming', 'internal', 'outgoing', 'copies'], direction), id
                """
            ) { (id: try $0["id"] as Int, direction: try $0["direction"] as String) }
            let follows = registers.filter { $0.direction == "incoming" || $0.direction == "internal" }
            let addresses =
                registers.map { BookAddress.register($0.id) } + follows.map { .followUp($0.id) } + [.posting, .archive]
            var books: [BookOnShelf] = []
            for address in addresses {
                let head = try transaction.head(of: address, year: year, agency)
                books.append(
                    BookOnShelf(
                        address: address, book: head.book, name: head.name, lines: head.total, closing: head.closing))
            }
            let shelf = BookShelf(year: year, years: Set(used + [thisYear]).sorted(by: >), books: books)
            return Audited(shelf, attempt)
        }
    }
}
