public import Foundation
import Postgres
public import Records

/// Some lines of a book as a page shows them.
public struct BookPage: Sendable {
    /// How many lines a page has.
    public static let lines = 100

    /// The name of the register, or of the book.
    public let name: String
    public let address: BookAddress
    /// The cover of the whole book, and the lines of this page.
    public let contents: BookContents
    /// How many lines the book has.
    public let total: Int
    /// Counted from 1.
    public let number: Int
    public let closing: BookClosing?

    public var pages: Int { max(1, (total + Self.lines - 1) / Self.lines) }
}

/// That a register was closed for a year (khóa sổ).
public struct BookClosing: Sendable {
    /// The digest of what it held, in hexadecimal.
    public let digest: String
    public let entries: Int
    public let by: String
    public let at: Date
}

extension Workflow {
    /// A book of a year as it is printed, with exactly the columns of the decree.
    ///
    /// Numbers that were cancelled, returned or set aside stand in it too, each with its reason under *Ghi chú*.
    ///
    /// - Throws: ``WorkflowError/notFound`` where the agency has no such book.
    public func book(_ address: BookAddress, year: Int, by caller: Caller) async throws -> BookContents {
        let attempt = AuditEvent(viewOf: address, year: year)
        let agency = caller.officer.agency
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.readRegisters, of: caller.officer.roles)
            let head = try transaction.head(of: address, year: year, agency)
            return Audited(try transaction.contents(of: head, .all), attempt)
        }
    }

    /// A page of a book; however long the book is, only its lines are read.
    ///
    /// Pages are counted from 1; what lies outside the book is its nearest page.
    ///
    /// - Throws: ``WorkflowError/notFound`` where the agency has no such book.
    public func bookPage(
        _ address: BookAddress, year: Int, page: Int = 1, by caller: Caller
    ) async throws -> BookPage {
        let attempt = AuditEvent(viewOf: address, year: year, ["page": "\(page)"])
        let agency = caller.officer.agency
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.readRegisters, of: caller.officer.roles)
            let head = try transaction.head(of: address, year: year, agency)
            let last = max(1, (head.total + BookPage.lines - 1) / BookPage.lines)
            let number = min(max(1, page), last)
            let first = (number - 1) * BookPage.lines + 1
            let contents = try transaction.contents(of: head, BookSpan(first: first, count: BookPage.lines))
            return Audited(
                BookPage(
                    name: head.name, address: address, contents: contents, total: head.total, number: number,
                    closing: head.closing),
                attempt)
        }
    }
}

extension AuditEvent {
    /// A look at a book, with which it is where it is no register.
    fileprivate init(viewOf address: BookAddress, year: Int, _ more: [String: String] = [:]) {
        let detail = ["year": "\(year)", "book": "\(address)"].merging(more) { own, _ in own }
        self.init(.registerViewed, on: .register(address.register ?? 0), detail: detail)
    }
}
