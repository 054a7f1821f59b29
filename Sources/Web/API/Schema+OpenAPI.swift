extension Schema {
    /// The schema as OpenAPI 3.1 (JSON Schema 2020-12) writes it.
    var json: JSON {
        switch self {
        case .string: ["type": "string"]
        case .choice(let words): ["type": "string", "enum": .array(words.map(JSON.string))]
        case .integer: ["type": "integer"]
        case .boolean: ["type": "boolean"]
        case .day: ["type": "string", "format": "date"]
        case .instant: ["type": "string", "format": "date-time"]
        case .array(let schema): ["type": "array", "items": schema.json]
        case .map(let schema): ["type": "object", "additionalProperties": schema.json]
        case .optional(let schema): ["anyOf": .array([schema.json, ["type": "null"]])]
        case .named(let name): ["$ref": .string("#/components/schemas/\(name)")]
        case .object(let members): Self.json(of: members)
        }
    }

    private static func json(of members: [Member]) -> JSON {
        let properties = members.map { member -> (String, JSON) in
            guard !member.note.isEmpty, case .object(var schema) = member.schema.json else {
                return (member.name, member.schema.json)
            }
            schema["description"] = .string(member.note)
            return (member.name, .object(schema))
        }
        return [
            "type": "object", "additionalProperties": .bool(false),
            "properties": .object(Dictionary(properties, uniquingKeysWith: { $1 })),
            "required": .array(members.filter(\.isNeeded).map { .string($0.name) }),
        ]
    }
}
