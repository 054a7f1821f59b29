import Foundation
import Glibc

/// A plain TCP connection on which a test may be as rude as it likes.
///
/// It blocks, so it runs on a thread of its own: see ``onThread(_:)``.
final class Wire {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    private let socket: Int32
    private var received: [UInt8] = []

    /// Connects; `window` is the receive buffer's size, for clients that do not read.
    init(port: Int, window: Int32? = nil, patience: Int = 90) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var window { setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &window, socklen_t(MemoryLayout<Int32>.size)) }
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failed(description: "cannot connect: errno \(errno)") }
    }

    deinit { close(socket) }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else {
                throw Failed(description: "the server closed while \(sent) of \(bytes.count) were sent")
            }
            sent += count
        }
    }

    /// Takes in what comes next; `false` once the server has closed.
    private func receive() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &buffer, buffer.count, 0)
        if count < 0, errno == EAGAIN { throw Failed(description: "nothing came in time") }
        guard count > 0 else { return false }
        received += buffer[..<count]
        return true
    }

    /// Everything until the server closes.
    func rest() throws -> [UInt8] {
        while try receive() {}
        defer { received = [] }
        return received
    }

    /// Whether the server has closed; waits for it.
    func isClosed() throws -> Bool {
        while try receive() {}
        return true
    }

    /// Half-closes: nothing more will be sent.
    func finish() { shutdown(socket, Int32(SHUT_WR)) }

    /// The next answer.
    func answer(toHead: Bool = false) throws -> Answer {
        while !received.contains(subsequence: "\r\n\r\n") {
            guard try receive() else { throw Failed(description: "closed without an answer") }
        }
        let end = received.index(of: "\r\n\r\n") ?? 0
        var answer = Answer(head: String(decoding: received[..<end], as: UTF8.self))
        received.removeFirst(end + 4)
        if toHead || answer.status == 100 || answer.status == 304 || answer.status == 204 { return answer }
        if let length = answer["content-length"].flatMap({ Int($0) }) {
            while received.count < length { guard try receive() else { break } }
            answer.body = Array(received.prefix(length))
            received.removeFirst(min(length, received.count))
        } else if answer["transfer-encoding"] == "chunked" {
            answer.body = try chunks()
        } else {
            answer.body = try rest()
        }
        return answer
    }

    private func chunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            while !received.contains(subsequence: "\r\n") { guard try receive() else { return body } }
            let end = received.index(of: "\r\n") ?? 0
            let size = Int(String(decoding: received[..<end], as: UTF8.self), radix: 16) ?? 0
            while received.count < end + 2 + size + 2 { guard try receive() else { return body } }
            body += received[(end + 2)..<(end + 2 + size)]
            received.removeFirst(end + 2 + size + 2)
            if size == 0 { return body }
        }
    }
}

/// What a server answered.
struct Answer: Sendable {
    let status: Int
    let headers: [(name: String, value: String)]
    var body: [UInt8] = []

    init(head: String) {
        let lines = head.split(separator: "\r\n")
        status = lines.first.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") } ?? 0
        headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (parts[0].lowercased(), parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : "")
        }
    }

    subscript(name: String) -> String? { headers.first { $0.name == name }?.value }
    var text: String { String(decoding: body, as: UTF8.self) }
}

extension [UInt8] {
    fileprivate func index(of text: String) -> Int? {
        let needle = Array(text.utf8)
        guard count >= needle.count else { return nil }
        return (0...(count - needle.count)).first {
            self[$0] == needle[0] && self[$0..<($0 + needle.count)].elementsEqual(needle)
        }
    }

    fileprivate func contains(subsequence text: String) -> Bool { index(of: text) != nil }
}

/// Runs blocking code on a thread of its own: the server under test shares the few threads that tasks run on.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
    }
}
