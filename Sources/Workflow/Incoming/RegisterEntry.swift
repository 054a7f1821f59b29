import Postgres
public import Records

/// The line of a register that gives a document its number (mục đăng ký, số đến).
public struct RegisterEntry: Sendable, Hashable, Codable {
    public let document: IncomingDocument.ID
    public let register: String
    public let year: Int
    public let number: Int

    init(document: IncomingDocument.ID, register: String, year: Int, number: Int) {
        self.document = document
        self.register = register
        self.year = year
        self.number = number
    }

    /// Reads the columns `id, name, year, number`.
    init(_ row: borrowing Row) throws {
        self.init(document: try row["id"], register: try row["name"], year: try row["year"], number: try row["number"])
    }
}
