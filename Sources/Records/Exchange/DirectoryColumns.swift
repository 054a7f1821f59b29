/// Which column of a list of agencies is which, by the names in its first row (danh bạ cơ quan, tệp CSV).
///
/// `code` and `name` are needed; the others may be missing, and columns that nobody knows are left alone.
public struct DirectoryColumns: Sendable, Hashable {
    /// What a row cannot be read as.
    public struct Refusal: Error, Sendable, Hashable {
        /// The rule's name for programs.
        public let code: String

        public init(_ code: String) { self.code = code }
    }

    private var places: [Column: Int] = [:]

    private enum Column: String, CaseIterable {
        case code, name, parent, linked, peer, largest, left

        /// The names that it goes by, folded.
        var names: [String] {
            switch self {
            case .code: ["code", "ma dinh danh", "ma", "organid"]
            case .name: ["name", "ten", "ten co quan", "organname"]
            case .parent: ["parent", "ma cap tren", "pid"]
            case .linked: ["linked", "ma cu", "ma khac"]
            case .peer: ["peer", "kenh"]
            case .largest: ["largest", "goi lon nhat"]
            case .left: ["left", "deleted", "da roi"]
            }
        }
    }

    /// - Throws: ``Refusal`` where the code or the name is missing, or a column is there twice.
    public init(header: [String]) throws(Refusal) {
        for (place, text) in header.enumerated() {
            let name = Folding.fold(text.trimmed)
            guard let column = Column.allCases.first(where: { $0.names.contains(name) }) else { continue }
            guard places.updateValue(place, forKey: column) == nil else { throw Refusal("column-twice") }
        }
        guard places[.code] != nil, places[.name] != nil else { throw Refusal("no-code-or-name-column") }
    }

    /// - Throws: ``Refusal`` with the field and the rule that it breaks.
    public func entry(_ fields: [String]) throws(Refusal) -> CorrespondentEntry {
        var entry = CorrespondentEntry(code: text(.code, fields), name: text(.name, fields))
        entry.parent = text(.parent, fields)
        entry.linked = text(.linked, fields)
        entry.peer = text(.peer, fields)
        let largest = text(.largest, fields)
        if !largest.isEmpty {
            guard let bytes = Int(largest) else { throw Refusal("largest: not-a-number") }
            entry.largestPacket = bytes
        }
        entry.hasLeft = ["1", "true", "yes", "x"].contains(Folding.fold(text(.left, fields)))
        if let fault = entry.faults.first { throw Refusal("\(fault.field): \(fault.rule.code)") }
        return entry
    }

    private func text(_ column: Column, _ fields: [String]) -> String {
        guard let place = places[column], fields.indices.contains(place) else { return "" }
        return fields[place].trimmed
    }
}
