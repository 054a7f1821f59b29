import Foundation
import Postgres
import Records

/// What is known of a book of a year before its lines are read.
struct BookHead {
    let address: BookAddress
    let book: OfficeBook
    let name: String
    let agency: Agency.ID
    let cover: BookCover
    /// How many lines it has; of a register, the last number.
    let total: Int
    let closing: BookClosing?
}

/// Some lines of a book, counted from 1.
struct BookSpan {
    let first: Int
    let count: Int

    /// More than any book of a year has.
    static let all = BookSpan(first: 1, count: 100_000_000)

    var last: Int { first + count - 1 }
}

extension Transaction {
    /// - Throws: ``WorkflowError/notFound`` where the agency has no such book.
    borrowing func head(of address: BookAddress, year: Int, _ agency: Agency.ID) throws -> BookHead {
        guard let first = Day(year: year, month: 1, day: 1), let last = Day(year: year, month: 12, day: 31) else {
            throw RuleViolation.fields([FieldFault("year", .outOfRange(1...9999))])
        }
        let found = try row(
            """
            SELECT a.name AS agency_name, a.parent_name, r.direction, r.name, coalesce(y.last_number, 0) AS last_number,
                   encode(c.digest, 'hex') AS digest, c.entries, c.closed_at,
                   (SELECT o.name FROM officer o WHERE o.id = c.closed_by) AS closer
            FROM agency a LEFT JOIN register r ON r.id = \(address.register)::bigint AND r.agency_id = a.id
                 LEFT JOIN register_year y ON y.register_id = r.id AND y.year = \(year)::bigint
                 LEFT JOIN register_closing c ON c.register_id = r.id AND c.year = \(year)::bigint
            WHERE a.id = \(agency)
            """
        ) { try FoundHead($0) }
        guard let found, let book = found.book(at: address) else { throw WorkflowError.notFound }
        let total = try address.register == nil ? count(of: address, first, last, agency) : found.lastNumber
        let isNumbered = if case .register = address { total > 0 } else { false }
        let cover = BookCover(
            parentAgency: found.parent.isEmpty ? nil : found.parent, agency: found.agency, year: year,
            days: first...last, numbers: isNumbered ? 1...total : nil)
        let isClosable = if case .register = address { true } else { false }
        return BookHead(
            address: address, book: book, name: found.name ?? book.title.capitalizedOnce, agency: agency, cover: cover,
            total: total, closing: isClosable ? found.closing : nil)
    }

    private borrowing func count(
        of address: BookAddress, _ first: Day, _ last: Day, _ agency: Agency.ID
    ) throws -> Int {
        let counted: SQL =
            if case .posting = address {
                "outgoing_recipient WHERE agency_id = \(agency) AND posted_on BETWEEN \(first) AND \(last)"
            } else {
                "archive_use WHERE agency_id = \(agency) AND used_on BETWEEN \(first) AND \(last)"
            }
        return try row("SELECT count(*) AS n FROM \(counted)") { try $0["n"] as Int } ?? 0
    }
}

/// The agency's row, and that of the register where there is one.
private struct FoundHead {
    let agency: String
    let parent: String
    let direction: String?
    let name: String?
    let lastNumber: Int
    let closing: BookClosing?

    init(_ row: borrowing Row) throws {
        agency = try row["agency_name"]
        parent = try row["parent_name"]
        direction = try row["direction"]
        name = try row["name"]
        lastNumber = try row["last_number"]
        let digest: String? = try row["digest"]
        closing =
            try digest == nil
            ? nil
            : BookClosing(
                digest: row["digest"], entries: row["entries"], by: row["closer"] ?? "", at: row["closed_at"])
    }

    func book(at address: BookAddress) -> OfficeBook? {
        switch (address, direction) {
        case (.posting, _): .posting
        case (.archive, _): .copies
        case (.followUp, "incoming"), (.followUp, "internal"): .followUp
        case (.register, "incoming"), (.register, "internal"): .incoming
        case (.register, "outgoing"): .outgoing
        case (.register, "copies"): .made
        default: nil
        }
    }
}

extension String {
    /// A title in capitals as a name: `SỔ SỬ DỤNG BẢN LƯU` is `Sổ sử dụng bản lưu`.
    var capitalizedOnce: String { prefix(1) + dropFirst().lowercased() }
}
