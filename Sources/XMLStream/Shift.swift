/// How far libxml2's idea of its place is behind the document.
///
/// It is not given the bytes before the document, nor the long texts that go straight to the consumer.
struct Shift {
    private var bytes = 0
    private var lines = 0
    private var columns = 0
    /// The line, as libxml2 counts, on which its columns are wrong.
    private var line = 1

    /// Says that libxml2, standing at `parser`, goes on at `document`.
    mutating func set(parser: Position, document: Position) {
        bytes = document.offset - parser.offset
        lines = document.line - parser.line
        columns = document.column - parser.column
        line = parser.line
    }

    func applied(to position: Position) -> Position {
        Position(
            line: position.line + lines, column: position.column + (position.line == line ? columns : 0),
            offset: position.offset + bytes)
    }
}
