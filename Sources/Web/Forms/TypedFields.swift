import Records

/// What a form's fields said that must be understood: days, numbers, choices.
///
/// What cannot be read is a fault, and is shown again as it was typed.
struct TypedFields<Name: RawRepresentable<String> & CaseIterable & Hashable> {
    /// What cannot be read: no day, no number.
    private(set) var unreadable: [FieldFault] = []
    private var typed: [Name: String] = [:]

    init() {}

    /// What was typed where it cannot be read.
    subscript(field: Name) -> String? { typed[field] }

    /// The value of a field; nothing where it is empty or cannot be read.
    mutating func read<Value>(_ field: Name, _ form: Form, _ rule: FieldRule, _ parse: (String) -> Value?) -> Value? {
        let text = form[field.rawValue].trimmed
        guard !text.isEmpty else { return nil }
        if let value = parse(text) { return value }
        unreadable.append(FieldFault(field.rawValue, rule))
        typed[field] = text
        return nil
    }

    /// The unreadable and all other faults, each field once, in the form's order.
    func faults(and others: [FieldFault]) -> [FieldFault] {
        let named = Set(unreadable.map(\.field))
        let all = unreadable + others.filter { !named.contains($0.field) }
        return Name.allCases.compactMap { field in all.first { $0.field == field.rawValue } }
    }
}
