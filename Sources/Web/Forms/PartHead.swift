/// What stands above the contents of a part of a form.
struct PartHead: Sendable, Equatable {
    /// The form's name for the field.
    let field: String
    /// What the person's machine called the file; `nil` where the part is a text.
    let fileName: String?

    private static let mostLines = 16

    /// Reads the lines, each with the line end before it.
    ///
    /// - Throws: ``Problem`` 400 where they are malformed or describe what forms do not send: nested parts, or contents
    ///   in an encoding of their own.
    init(_ lines: UnsafeRawBufferPointer) throws {
        var disposition: HeaderValue?
        var count = 0
        guard let text = FormText.text(Array(lines)) else { throw Problem.malformedForm }
        for line in text.split(separator: "\n") {
            count += 1
            guard count <= Self.mostLines, let colon = line.firstIndex(of: ":") else { throw Problem.malformedForm }
            let name = line[..<colon].lowercased()
            let value = String(line[line.index(after: colon)...])
            guard !name.isEmpty, name.utf8.allSatisfy(\.isToken), value.utf8.allSatisfy({ $0 >= 0x20 || $0 == 0x09 })
            else { throw Problem.malformedForm }
            switch name {
            case "content-disposition":
                guard disposition == nil, let parsed = HeaderValue(value) else { throw Problem.malformedForm }
                disposition = parsed
            case "content-type":
                guard !value.lowercased().contains("multipart/") else { throw Problem.malformedForm }
            case "content-transfer-encoding":
                let encoding = value.lowercased().filter { $0 != " " }
                guard ["7bit", "8bit", "binary"].contains(encoding) else { throw Problem.malformedForm }
            default: break
            }
        }
        guard let disposition, disposition.word == "form-data", let field = disposition.parameters["name"],
            (1...200).contains(field.utf8.count)
        else { throw Problem.malformedForm }
        self.field = field
        fileName = FileName.named(in: disposition)
    }
}
