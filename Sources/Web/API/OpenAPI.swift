import Hummingbird

/// `/api/openapi.json`: the API's description, written from the table that its routes are made of.
enum OpenAPI {
    static func document(of operations: [Operation]) -> JSON {
        var paths: [String: JSON] = [:]
        for (path, group) in Dictionary(grouping: operations, by: \.path) {
            let entries = group.map { ($0.method.rawValue.lowercased(), json(of: $0)) }
            paths["/api/v1" + path] = .object(Dictionary(entries, uniquingKeysWith: { $1 }))
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "CongVan", "version": "1",
                "description": .string(
                    "The office's work for programs: the same acts and rules as its pages. Sign in with POST /sessions and "
                        + "send the token as Authorization: Bearer. Every unsafe request may carry an Idempotency-Key."),
            ],
            "paths": .object(paths),
            "components": [
                "schemas": .object(Schemas.all.mapValues(\.json)),
                "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
            ],
            "security": .array([["token": .array([])]]),
        ]
    }

    private static func json(of operation: Operation) -> JSON {
        var object: [String: JSON] = [
            "operationId": .string(operation.name), "summary": .string(operation.summary),
            "parameters": .array(parameters(of: operation)), "responses": responses(of: operation),
        ]
        if operation.isOpen { object["security"] = .array([]) }
        if let body = body(of: operation.body) { object["requestBody"] = body }
        return .object(object)
    }

    private static func parameters(of operation: Operation) -> [JSON] {
        var parameters: [JSON] = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map { part in
            let name = String(part.dropFirst().dropLast())
            let schema: Schema = ["id", "ordinal", "year", "copy"].contains(name) ? .integer : .string
            return ["name": .string(name), "in": "path", "required": .bool(true), "schema": schema.json]
        }
        parameters += operation.query.map {
            ["name": .string($0.name), "in": "query", "schema": $0.schema.json, "description": .string($0.note)]
        }
        if operation.needsVersion {
            parameters.append([
                "name": "If-Match", "in": "header", "required": .bool(true), "schema": Schema.string.json,
                "description": "The ETag of the document as it was seen.",
            ])
        }
        if operation.method != .get {
            parameters.append([
                "name": "Idempotency-Key", "in": "header", "schema": Schema.string.json,
                "description": "8 to 200 bytes; the same key and request get the same answer.",
            ])
        }
        return parameters
    }

    private static func body(of body: Operation.Body) -> JSON? {
        let file: JSON = ["type": "string", "format": "binary"]
        let content: JSON
        switch body {
        case .none: return nil
        case .json(let name): content = ["application/json": ["schema": Schema.named(name).json]]
        case .jsonWithFiles(let name), .jsonWithText(let name):
            var parts: [String: JSON] = [
                "request": Schema.named(name).json, "file": ["type": "array", "items": file],
            ]
            if case .jsonWithText = body { parts["text"] = file }
            let form: JSON = [
                "type": "object", "required": .array(["request"]), "properties": .object(parts),
            ]
            content = [
                "application/json": ["schema": Schema.named(name).json], "multipart/form-data": ["schema": form],
            ]
        case .file:
            let form: JSON = ["type": "object", "required": .array(["file"]), "properties": ["file": file]]
            content = ["application/octet-stream": ["schema": file], "multipart/form-data": ["schema": form]]
        }
        return ["required": .bool(true), "content": content]
    }

    private static func responses(of operation: Operation) -> JSON {
        let problem: JSON = [
            "description": "A problem, as RFC 9457 describes it.",
            "content": ["application/problem+json": ["schema": Schema.named("Problem").json]],
        ]
        switch operation.answer {
        case .json(let name, let status):
            let content: JSON = ["application/json": ["schema": Schema.named(name).json]]
            return .object([
                String(status.code): ["description": .string(status.reasonPhrase), "content": content],
                "default": problem,
            ])
        case .nothing: return .object(["204": ["description": "Done."], "default": problem])
        case .file:
            let content: JSON = ["*/*": ["schema": ["type": "string", "format": "binary"]]]
            return .object(["200": ["description": "The file.", "content": content], "default": problem])
        }
    }
}
