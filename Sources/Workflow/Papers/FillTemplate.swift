import Exchange
import Foundation
public import Records
import Synchronization

/// A template of documents: a Word file with fields in it (mẫu văn bản).
public struct DocumentTemplate: Sendable {
    let path: String

    public init(path: String) { self.path = path }

    /// The fields that it asks for, in the order in which they stand.
    ///
    /// - Throws: ``WorkflowError/fileRefused(_:)`` where it is no template, with the names that nobody knows.
    public func fields() async throws -> [TemplateField] {
        try await WorkFolder.with { folder in
            let found = Mutex(Found())
            try await WordFile(path: path).checkedCopy(to: folder + "/template.docx") { part, xml in
                if Self.isFilled(part) { found.withLock { $0.add(TemplatePart(xml)) } }
                return xml
            }
            return try found.withLock { try $0.fields() }
        }
    }

    /// Writes a document with these values in the places of the fields.
    ///
    /// A value of several lines repeats the paragraph of its field; an empty one leaves it out.
    ///
    /// - Returns: the values that this template has no place for.
    /// - Throws: ``RuleViolation/fields(_:)`` with every field that is missing; ``WorkflowError/fileRefused(_:)``.
    @discardableResult
    public func fill(_ values: [TemplateField: String], to target: String) async throws -> Set<TemplateField> {
        let asked = try await fields()
        let missing = asked.filter { !$0.isOptional && (values[$0] ?? "").allSatisfy(\.isWhitespace) }
        guard missing.isEmpty else {
            throw RuleViolation.fields(missing.map { FieldFault($0.rawValue, .required) })
        }
        try await WordFile(path: path).checkedCopy(to: target) { part, xml in
            guard Self.isFilled(part) else { return xml }
            return TemplatePart(xml).filled { name in TemplateField(rawValue: name).flatMap { values[$0] } ?? "" }
        }
        return Set(values.filter { !$0.value.isEmpty }.keys).subtracting(asked)
    }

    /// The text itself and what stands above and below it.
    private static func isFilled(_ part: String) -> Bool {
        part.wholeMatch(of: #/word/(?:document|header\d*|footer\d*)\.xml/#) != nil
    }

    private struct Found {
        private var names: [String] = []
        private var isBroken = false

        mutating func add(_ part: TemplatePart) {
            names += part.names
            isBroken = isBroken || part.isBroken
        }

        func fields() throws -> [TemplateField] {
            guard !isBroken else { throw WorkflowError.fileRefused(DocumentTemplate.broken) }
            var fields: [TemplateField] = [], unknown: [String] = []
            for name in names {
                guard let field = TemplateField(rawValue: name) else {
                    if !unknown.contains(name) { unknown.append(name) }
                    continue
                }
                if !fields.contains(field) { fields.append(field) }
            }
            guard unknown.isEmpty else { throw WorkflowError.fileRefused(DocumentTemplate.unknown(unknown)) }
            return fields
        }
    }

    private static let broken = Phrase(
        "Mẫu có dấu “{{” mà không có “}}” trong cùng đoạn. Hãy sửa mẫu bằng Word.",
        "The template has “{{” without “}}” in the same paragraph. Correct it in Word.")

    private static func unknown(_ names: [String]) -> Phrase {
        let names = names.prefix(10).map { "{{\($0)}}" }.joined(separator: ", ")
        return Phrase(
            "Mẫu có trường không có trong hệ thống: \(names). Hãy sửa hoặc xóa trong mẫu.",
            "The template has fields that nobody knows: \(names). Correct or delete them in it.")
    }
}
