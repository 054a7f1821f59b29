/// A SQL statement and the values bound to it.
///
/// Write it as a string literal. An interpolated value becomes a bound parameter, and an interpolated `SQL` is spliced
/// in with its own values:
///
///     let mine: SQL = "handler = \(name)"
///     let statement: SQL = "SELECT title FROM document WHERE id = \(id) AND \(mine)"
///
/// Its text can come from literals in the source code only, so nothing a person typed can become SQL.
///
/// PostgreSQL infers a parameter's type from where it stands. Where it stands alone it is `text`: write
/// `\(number)::int`.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// The text around the parameters: always one piece more than there are parameters.
    private var pieces: [String]

    /// The parameters, `nil` for `NULL`.
    private(set) var parameters: [String?] = []

    public init(stringLiteral text: StaticString) {
        pieces = [text.description]
    }

    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.statement
    }

    /// Collects the pieces of a literal with interpolations.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var statement: SQL = ""

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: StaticString) {
            statement.append(literal.description)
        }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some SQLValue) {
            statement.parameters.append(value.sqlText)
            statement.pieces.append("")
        }

        /// Binds a value or `NULL`.
        ///
        /// It does what the one above would do; without it the compiler warns that an optional is printed.
        public mutating func appendInterpolation(_ value: (some SQLValue)?) {
            statement.parameters.append(value?.sqlText)
            statement.pieces.append("")
        }

        /// Splices a part of a statement in.
        public mutating func appendInterpolation(_ fragment: SQL) {
            statement.append(fragment.pieces[0])
            statement.pieces += fragment.pieces.dropFirst()
            statement.parameters += fragment.parameters
        }
    }

    private mutating func append(_ text: String) {
        pieces[pieces.count - 1] += text
    }

    /// The statement as PostgreSQL reads it, with `$1`, `$2` … for the parameters.
    var text: String {
        var text = pieces[0]
        for (index, piece) in pieces.enumerated().dropFirst() {
            text += "$\(index)"
            text += piece
        }
        return text
    }
}

extension SQL {
    /// A statement of this module whose text is put together at run time, from names that are its own.
    init(trusted text: String) {
        pieces = [text]
    }

    /// This statement with a text of this module before it.
    func prefixed(by text: String) -> SQL {
        var statement = self
        statement.pieces[0] = text + pieces[0]
        return statement
    }
}
