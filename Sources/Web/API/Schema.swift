import Records

/// What a JSON value must look like: requests are checked by it, and the API's description is written from it.
indirect enum Schema: Sendable {
    case string
    /// One of a few words.
    case choice([String])
    case integer
    case boolean
    /// A calendar day, `2026-11-22`.
    case day
    /// A moment, in UTC.
    case instant
    case array(Schema)
    /// An object with these members and no others.
    case object([Member])
    /// An object whose members have names that are not known beforehand.
    case map(Schema)
    /// May be null.
    case optional(Schema)
    /// One of ``Schemas``.
    case named(String)

    struct Member: Sendable {
        let name: String
        let schema: Schema
        let isNeeded: Bool
        let note: String
    }

    static func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> Schema
    where Choice.RawValue == String {
        .choice(type.allCases.map(\.rawValue))
    }
}

extension Schema.Member {
    /// A member that is always there.
    static func needed(_ name: String, _ schema: Schema, _ note: String = "") -> Self {
        Self(name: name, schema: schema, isNeeded: true, note: note)
    }

    /// A member that may be missing or null.
    static func maybe(_ name: String, _ schema: Schema, _ note: String = "") -> Self {
        Self(name: name, schema: .optional(schema), isNeeded: false, note: note)
    }
}

extension Schema {
    /// Everything that is wrong with a value, by the path of the member.
    func faults(in value: JSON, at path: String = "") -> [FieldProblem] {
        switch (self, value) {
        case (.named(let name), _): return Schemas.named(name).faults(in: value, at: path)
        case (.optional(let schema), _): return value == .null ? [] : schema.faults(in: value, at: path)
        case (.string, .string), (.integer, .integer), (.boolean, .bool): return []
        case (.choice(let words), .string(let word)):
            return words.contains(word) ? [] : [FieldProblem(.init(path, .unknownChoice))]
        case (.day, .string(let text)): return Day(text) == nil ? [FieldProblem(.init(path, .notADay))] : []
        case (.instant, .string): return []
        case (.array(let schema), .array(let items)):
            return items.enumerated().flatMap { schema.faults(in: $1, at: "\(path)[\($0)]") }
        case (.map(let schema), .object(let members)):
            return members.flatMap { schema.faults(in: $0.value, at: Self.path(path, $0.key)) }
        case (.object(let members), .object(let values)): return Self.faults(of: members, in: values, at: path)
        case (.integer, _): return [FieldProblem(.init(path, .notANumber))]
        default: return [.wrongType(path)]
        }
    }

    private static func faults(of members: [Member], in values: [String: JSON], at path: String) -> [FieldProblem] {
        var faults: [FieldProblem] = []
        for member in members {
            let place = Self.path(path, member.name)
            if let value = values[member.name] {
                faults += member.schema.faults(in: value, at: place)
            } else if member.isNeeded {
                faults.append(FieldProblem(.init(place, .required)))
            }
        }
        let known = Set(members.map(\.name))
        faults += values.keys.filter { !known.contains($0) }.sorted().map { .unknownField(Self.path(path, $0)) }
        return faults
    }

    private static func path(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}

extension FieldProblem {
    static func wrongType(_ field: String) -> FieldProblem {
        FieldProblem(
            field, "wrong-type",
            Phrase("Sai kiểu dữ liệu; xem /api/openapi.json.", "Not of this type; see /api/openapi.json."))
    }

    /// A misspelt member would otherwise be ignored without a word.
    static func unknownField(_ field: String) -> FieldProblem {
        FieldProblem(field, "unknown-field", Phrase("Không có trường này.", "There is no such field."))
    }
}
