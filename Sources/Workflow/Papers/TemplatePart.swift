import Records

/// A part of a template: its paragraphs, the texts in them and the fields that those name.
///
/// Word cuts a text into runs wherever somebody stopped typing, so a field is looked for in the whole paragraph.
struct TemplatePart {
    private struct Paragraph {
        let first: Int
        var last: Int
        var texts: [Int] = []
        var hasOwnParagraphs = false
    }

    private let pieces: [XMLPieces.Piece]
    private var paragraphs: [Paragraph] = []
    /// Names between braces, in their order.
    private(set) var names: [String] = []
    /// Braces that open a field and do not close it.
    private(set) var isBroken = false

    init(_ xml: [UInt8]) {
        pieces = XMLPieces(xml).pieces
        var open: [Paragraph] = []
        var isText = false
        for (place, piece) in pieces.enumerated() {
            switch piece {
            case .text: if isText, !open.isEmpty { open[open.count - 1].texts.append(place) }
            case .tag(let tag):
                let (name, isEnd, isEmpty) = XMLPieces.name(of: tag)
                if name == "w:t" { isText = !isEnd && !isEmpty }
                guard name == "w:p", !isEmpty else { continue }
                if !isEnd {
                    if !open.isEmpty { open[open.count - 1].hasOwnParagraphs = true }
                    open.append(Paragraph(first: place, last: place))
                } else if var paragraph = open.popLast() {
                    paragraph.last = place
                    if !paragraph.texts.isEmpty { paragraphs.append(paragraph) }
                }
            }
        }
        paragraphs.sort { $0.first < $1.first }
        for paragraph in paragraphs {
            let text = said(paragraph)
            names += text.matches(of: Self.field).map { String($0.output.1) }
            if text.replacing(Self.field, with: "").contains("{{") { isBroken = true }
        }
    }

    nonisolated(unsafe)  // A pattern is a value that never changes; the library does not say so of it yet.
        private static let field = #/\{\{\s*([^{}]{1,64}?)\s*\}\}/#

    private func said(_ paragraph: Paragraph) -> String {
        paragraph.texts.map { XMLPieces.unescaped(pieces[$0].written) }.joined()
    }

    /// The part with values in the places of its fields.
    func filled(_ value: (String) -> String) -> [UInt8] {
        var written = pieces.map(\.written)
        for paragraph in paragraphs {
            let text = said(paragraph)
            let fields = text.matches(of: Self.field)
            guard !fields.isEmpty else { continue }
            let lines = fields.count == 1 ? Self.lines(value(String(fields[0].output.1))) : nil
            if let lines, !paragraph.hasOwnParagraphs, lines.count != 1 {
                repeated(paragraph, lines.map { line in [line] }, &written)
            } else {
                let values = fields.map { Self.lines(value(String($0.output.1))).joined(separator: "\n") }
                fill(paragraph, values, &written)
            }
        }
        return Array(written.joined().utf8)
    }

    /// The lines of a value; none where it says nothing.
    private static func lines(_ value: String) -> [String] {
        let lines = value.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        return lines.allSatisfy { $0.allSatisfy(\.isWhitespace) } ? [] : lines
    }

    /// Puts a copy of a paragraph for each line; none where there is no line, unless something must stand there.
    private func repeated(_ paragraph: Paragraph, _ lines: [[String]], _ written: inout [String]) {
        var lines = lines
        if lines.isEmpty, mustStay(paragraph) { lines = [[""]] }
        let copies = lines.map { line in
            var copy = written
            fill(paragraph, line, &copy)
            return copy[paragraph.first...paragraph.last].joined()
        }
        for place in paragraph.first...paragraph.last { written[place] = "" }
        written[paragraph.first] = copies.joined()
    }

    /// A cell, a header or a text box must end with a paragraph, and a section may hang on one.
    private func mustStay(_ paragraph: Paragraph) -> Bool {
        let inside = pieces[paragraph.first...paragraph.last].contains { $0.written.hasPrefix("<w:sectPr") }
        let next = pieces[(paragraph.last + 1)...].first { !$0.written.allSatisfy(\.isWhitespace) }?.written ?? ""
        return inside || ["</w:tc>", "</w:hdr>", "</w:ftr>", "</w:txbxContent>"].contains { next.hasPrefix($0) }
    }

    /// Puts each value where its field begins, and takes the rest of the field out of the runs that it reaches into.
    private func fill(_ paragraph: Paragraph, _ values: [String], _ written: inout [String]) {
        var texts = paragraph.texts.map { Array(XMLPieces.unescaped(pieces[$0].written)) }
        let whole = String(texts.joined())
        // From the last to the first, so that places before stay where they are.
        for (match, value) in zip(whole.matches(of: Self.field), values).reversed() {
            var start = whole.distance(from: whole.startIndex, to: match.range.lowerBound)
            var length = whole.distance(from: match.range.lowerBound, to: match.range.upperBound)
            var isFirst = true
            for number in texts.indices {
                let here = texts[number].count
                guard start < here else {
                    start -= here
                    continue
                }
                let end = min(start + length, here)
                length -= end - start
                texts[number].replaceSubrange(start..<end, with: isFirst ? Array(value) : [])
                (start, isFirst) = (0, false)
                if length == 0 { break }
            }
        }
        for (place, text) in zip(paragraph.texts, texts) {
            let lines = String(text).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                .map { XMLPieces.escaped(String($0)) }
            written[place] = lines.joined(separator: "</w:t><w:br/><w:t xml:space=\"preserve\">")
            // Without it blanks at the ends of a text are lost.
            if XMLPieces.name(of: pieces[place - 1].written).name == "w:t" {
                written[place - 1] = "<w:t xml:space=\"preserve\">"
            }
        }
    }
}
