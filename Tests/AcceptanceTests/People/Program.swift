import TestOffice

/// A program that speaks to the JSON API with a token.
struct Program: Sendable {
    let port: Int
    let token: String

    /// A program that has signed in.
    static func signedIn(_ login: String, to office: RunningOffice) async throws -> Program {
        let stranger = Program(port: office.port, token: "")
        let answer = try await stranger.post(
            "/sessions", ["login": .string(login), "password": .string(TestOffice.password)])
        guard answer.status == 201, let token = answer.json["token"]?.string else {
            throw Failed("\(login) cannot sign in: \(answer.status) \(answer.text)")
        }
        return Program(port: office.port, token: token)
    }

    func get(_ path: String) async throws -> Answer { try await send(Request("GET", Self.whole(path))) }

    /// Does an act, on the version that the program saw, under an idempotency key.
    func post(_ path: String, _ body: JSON? = nil, seen: Int? = nil, key: String? = nil) async throws -> Answer {
        try await send(act(path, body, seen: seen, key: key))
    }

    /// Sends a file in.
    func post(_ path: String, file name: String, _ bytes: [UInt8], key: String? = nil) async throws -> Answer {
        var request = act(path, nil, key: key)
        request.headers += [("Content-Type", "application/octet-stream"), ("X-File-Name", name.urlEncoded)]
        request.body = bytes
        return try await send(request)
    }

    /// Does an act with the text of a document, as a form of two parts.
    func post(_ path: String, _ body: JSON, text: [UInt8], seen: Int? = nil, key: String? = nil) async throws -> Answer
    {
        try await post(path, body, file: ("text", "du-thao.pdf", text), seen: seen, key: key)
    }

    /// Does an act with a file, as a form of two parts.
    func post(
        _ path: String, _ body: JSON, file: (field: String, name: String, bytes: [UInt8]), seen: Int? = nil,
        key: String? = nil
    ) async throws -> Answer {
        var request = act(path, nil, seen: seen, key: key)
        request.headers.append(("Content-Type", "multipart/form-data; boundary=part"))
        let head = "--part\r\nContent-Disposition: form-data; name="
        request.body =
            Array("\(head)\"request\"\r\n\r\n".utf8) + body.bytes
            + Array("\r\n\(head)\"\(file.field)\"; filename=\"\(file.name)\"\r\n\r\n".utf8) + file.bytes
            + Array("\r\n--part--\r\n".utf8)
        return try await send(request)
    }

    func act(_ path: String, _ body: JSON?, seen: Int? = nil, key: String? = nil) -> Request {
        var request = Request("POST", Self.whole(path))
        if let body {
            request.headers.append(("Content-Type", "application/json"))
            request.body = body.bytes
        }
        if let seen { request.headers.append(("If-Match", "\"\(seen)\"")) }
        if let key { request.headers.append(("Idempotency-Key", "\"\(key)\"")) }
        return request
    }

    func send(_ request: Request) async throws -> Answer {
        let request = dressed(request)
        let port = port
        return try await onThread { try request.send(to: port) }
    }

    /// A request that proves who asks.
    func dressed(_ request: Request) -> Request {
        var request = request
        if !token.isEmpty { request.headers.append(("Authorization", "Bearer \(token)")) }
        return request
    }

    /// Addresses in answers are whole, in tests they are short.
    private static func whole(_ path: String) -> String { path.hasPrefix("/api/") ? path : "/api/v1" + path }
}
