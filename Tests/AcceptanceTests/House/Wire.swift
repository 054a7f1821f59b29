import Foundation
import Glibc

/// A connection to a server, for one request after another; it blocks.
final class Wire {
    private let socket: Int32
    private var received: [UInt8] = []

    init(port: Int, patience: Int = 70) throws {
        // A program that another test starts must not inherit the connection and hold it open.
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var noDelay: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &noDelay, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            let reason = errno
            close(socket)
            throw Failed("cannot connect: errno \(reason)")
        }
    }

    deinit { close(socket) }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failed("the server closed while \(sent) of \(bytes.count) bytes were sent") }
            sent += count
        }
    }

    /// Whether the server has something to say, though nobody has finished asking.
    var isAnswered: Bool {
        var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 0) > 0
    }

    /// The next answer, whole.
    ///
    /// - Throws: ``Failed`` where the server closes before its end.
    func answer(toHead: Bool = false) throws -> Answer {
        var end = received.end(of: "\r\n\r\n")
        while end == nil {
            try receive()
            end = received.end(of: "\r\n\r\n")
        }
        var answer = Answer(head: String(decoding: received[..<(end ?? 0)], as: UTF8.self))
        received.removeFirst(end ?? 0)
        if answer.status == 100 { return try self.answer(toHead: toHead) }
        guard !toHead, answer.status != 204, answer.status != 304 else { return answer }
        if let length = answer["content-length"].flatMap({ Int($0) }) {
            answer.body = try take(length)
        } else if answer["transfer-encoding"] == "chunked" {
            answer.body = try chunks()
        } else {
            throw Failed("an answer that does not say where it ends")
        }
        return answer
    }

    private func receive() throws {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &buffer, buffer.count, 0)
        if count < 0, errno == EAGAIN { throw Failed("nothing came in time") }
        guard count > 0 else { throw Failed("the connection ended before the answer did") }
        received += buffer[..<count]
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while received.count < count { try receive() }
        defer { received.removeFirst(count) }
        return Array(received.prefix(count))
    }

    private func chunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            while received.end(of: "\r\n") == nil { try receive() }
            let line = try take(received.end(of: "\r\n") ?? 0)
            guard let size = Int(String(decoding: line.dropLast(2), as: UTF8.self), radix: 16) else {
                throw Failed("a chunk without a size")
            }
            body += try take(size + 2).dropLast(2)
            if size == 0 { return body }
        }
    }
}

extension [UInt8] {
    /// The place after the first occurrence of a short text.
    fileprivate func end(of text: String) -> Int? {
        firstRange(of: Array(text.utf8))?.upperBound
    }
}
