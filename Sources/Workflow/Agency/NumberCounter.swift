import Postgres
import Records

/// The counters of registers (sổ của một năm), as SQL.
enum NumberCounter {
    /// The year that it is in Vietnam, by the database's clock when the transaction began.
    static let year: SQL = "extract(year FROM now() AT TIME ZONE 'Asia/Ho_Chi_Minh')"

    /// Takes the next number of each register that a query names as `id`: rows of `register_id`, `year` and `number`.
    ///
    /// The counter's row stays locked until the commit: numbers have no gaps, and no two documents get the same one.
    static func next(of registers: SQL, in agency: Agency.ID) -> SQL {
        """
        INSERT INTO register_year (register_id, agency_id, year, last_number)
        SELECT id, \(agency), \(year), 1 FROM (\(registers)) registers
        ON CONFLICT (register_id, year) DO UPDATE SET last_number = register_year.last_number + 1
        RETURNING register_id, year, last_number AS number
        """
    }

    /// Whether a register was closed for this year.
    static func isClosed(_ register: SQL) -> SQL {
        "EXISTS (SELECT FROM register_closing c WHERE c.register_id = \(register) AND c.year = \(year))"
    }
}
