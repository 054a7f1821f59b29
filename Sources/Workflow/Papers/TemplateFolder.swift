import Foundation
public import Records

/// The folder of templates, with its list of types (danh mục mẫu văn bản).
public struct TemplateFolder: Sendable {
    private let path: String
    /// The template of each type, by the type's name.
    private let names: [String: String]

    /// Reads `list.tsv` of the folder: type, abbreviation, template.
    ///
    /// - Throws: ``Fault``, which names the line.
    public init(path: String) throws {
        let lines = try String(contentsOf: URL(filePath: path).appending(path: "list.tsv"), encoding: .utf8)
            .split(whereSeparator: \.isNewline)
        var names: [String: String] = [:]
        for (number, line) in lines.enumerated().dropFirst() {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == 3, let type = DocumentType.all.first(where: { $0.name == cells[0] }),
                type.abbreviation ?? "" == cells[1], cells[2].wholeMatch(of: #/[a-z0-9-]+/#) != nil,
                FileManager.default.isReadableFile(atPath: "\(path)/\(cells[2]).docx")
            else { throw Fault(line: number + 1) }
            names[cells[0]] = cells[2]
        }
        self.path = path
        self.names = names
    }

    /// The template for documents of a type; `nil` where the office has none.
    public func template(for type: DocumentType) -> DocumentTemplate? {
        names[type.name].map { DocumentTemplate(path: "\(path)/\($0).docx") }
    }

    /// A line of the list that names no type of the decree, or no template that is there.
    public struct Fault: Error, Sendable, CustomStringConvertible {
        public let line: Int
        public var description: String { "list.tsv, line \(line): no type of Decree 30/2020, or no such template" }
    }
}
