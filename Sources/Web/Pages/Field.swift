import Mustache
import Records

/// A field of a form, as the template `partials/field` shows it.
struct Field: Sendable {
    enum Kind: Sendable {
        case line, lines, day, number
        /// What nobody may see, and what it is to a browser that remembers it: `current-password`, `new-password`.
        case password(String)
        case choice([Choice])
    }

    let name: String
    /// What it is called on its page; its name, where no other form there has a field of that name.
    private(set) var id: String
    let label: String
    let value: String
    let isRequired: Bool
    let isWide: Bool
    let isLine: Bool
    let isLines: Bool
    let isDay: Bool
    let isNumber: Bool
    let isPassword: Bool
    let isChoice: Bool
    let choices: [Choice]
    let hint: String?
    /// Whether a reader of layouts guessed the value, so that the person must check it.
    let isProposed: Bool
    let fault: String?
    let autocomplete: String
    /// What explains the field, for a person who does not see it.
    private(set) var describedBy: String?

    init(
        _ name: String, _ label: String, _ value: String, _ kind: Kind = .line, required: Bool = false,
        wide: Bool = false, hint: String? = nil, isProposed: Bool = false, fault: String? = nil
    ) {
        self.name = name
        id = name
        self.label = label
        self.value = value
        isRequired = required
        isWide = wide
        self.hint = hint
        self.isProposed = isProposed
        self.fault = fault
        autocomplete = if case .password(let name) = kind { name } else { "off" }
        isPassword = autocomplete != "off"
        (isLine, isLines, isDay, isNumber, isChoice, choices) =
            switch kind {
            case .line: (true, false, false, false, false, [])
            case .lines: (false, true, false, false, false, [])
            case .day: (false, false, true, false, false, [])
            case .number: (false, false, false, true, false, [])
            case .password: (false, false, false, false, false, [])
            case .choice(let choices): (false, false, false, false, true, choices)
            }
        describedBy = explanations
    }

    /// The same in one of several forms of a page.
    func within(_ form: String) -> Field {
        var field = self
        field.id = "\(form)-\(name)"
        field.describedBy = field.explanations
        return field
    }

    private var explanations: String? {
        let parts = [fault.map { _ in "\(id)-fault" }, hint.map { _ in "\(id)-hint" }, isProposed ? "proposal" : nil]
        let known = parts.compactMap { $0 }
        return known.isEmpty ? nil : known.joined(separator: " ")
    }
}

/// One thing to choose from a list.
struct Choice: Sendable {
    let value: String
    let label: String
    let isChosen: Bool

    init(_ value: String, _ label: String, isChosen: Bool = false) {
        self.value = value
        self.label = label
        self.isChosen = isChosen
    }
}

/// Lists of people have hundreds of these on a page.
extension Choice: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "value": value
        case "label": label
        case "isChosen": isChosen
        default: nil
        }
    }
}

/// What is wrong with a form, told at its top with a link to each field.
struct FaultSummary: Sendable {
    struct Line: Sendable {
        let field: String
        let label: String
        let sentence: String
    }

    let lines: [Line]

    /// - Returns: `nil` where nothing is wrong.
    init?(_ faults: [FieldFault], in form: String? = nil, _ language: Language, label: (String) -> Phrase?) {
        guard !faults.isEmpty else { return nil }
        lines = faults.map {
            Line(
                field: (form.map { "\($0)-" } ?? "") + $0.field,
                label: label($0.field)?(language) ?? $0.field, sentence: $0.rule.sentence(language))
        }
    }
}

extension [FieldFault] {
    /// What is wrong with this field, if anything.
    func sentence(for field: String, _ language: Language) -> String? {
        first { $0.field == field }?.rule.sentence(language)
    }
}
