import TestOffice
import Testing

extension Answer {
    var json: JSON { JSON(parsing: body) }
}

/// What a client asks for.
struct Request: Sendable {
    var method = "GET"
    var path: String
    var headers: [(name: String, value: String)] = []
    var body: [UInt8]?

    init(_ method: String = "GET", _ path: String) {
        self.method = method
        self.path = path
    }

    /// The request as it travels.
    func bytes(to port: Int, keepAlive: Bool = false) -> [UInt8] {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)"]
        if !keepAlive { lines.append("Connection: close") }
        lines += headers.map { "\($0.name): \($0.value)" }
        if let body { lines.append("Content-Length: \(body.count)") }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? [])
    }

    /// Asks on a connection of its own.
    func send(to port: Int) throws -> Answer {
        let wire = try Wire(port: port)
        try wire.send(bytes(to: port))
        return try wire.answer(toHead: method == "HEAD")
    }
}
