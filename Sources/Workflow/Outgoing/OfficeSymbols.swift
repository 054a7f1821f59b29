import Postgres
import Records

/// How an agency and its unit are abbreviated in symbols, as entered or by the first letters of their names.
struct OfficeSymbols: Sendable {
    let agencyName: String
    let agency: String
    let unit: String

    /// The columns, of `agency a LEFT JOIN unit u`.
    static let columns: SQL =
        """
        a.name AS agency_name, a.abbreviation AS agency_symbol, u.name AS unit_name, u.abbreviation AS unit_symbol
        """

    init(_ row: borrowing Row) throws {
        let agency: String = try row["agency_symbol"]
        let unit: String = try row["unit_symbol"] ?? ""
        agencyName = try row["agency_name"]
        self.agency = agency.isEmpty ? Notation.initials(of: agencyName) : agency
        self.unit = try unit.isEmpty ? Notation.initials(of: row["unit_name"] ?? "") : unit
    }

    /// The usual symbol of a document of this type.
    func notation(of typeName: String) -> String {
        Notation.usual(
            of: DocumentType.all.first { $0.name == typeName } ?? DocumentType.all[0], agency: agency, unit: unit)
    }
}
