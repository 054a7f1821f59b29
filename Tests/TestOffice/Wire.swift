import Foundation
import Glibc

/// A plain TCP connection to a server, on which a test may be as rude as it likes.
///
/// It blocks, so it runs on a thread of its own: see ``onThread(_:)``.
public final class Wire {
    private let socket: Int32
    private var received: [UInt8] = []

    /// Connects; `window` is the receive buffer's size in bytes, for clients that do not read; `patience` is in seconds.
    public init(port: Int, window: Int32? = nil, patience: Int = 90) throws {
        // A program that another test starts must not inherit the connection and hold it open.
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        if let window { set(SOL_SOCKET, SO_RCVBUF, window) }
        set(SOL_SOCKET, SO_RCVTIMEO, timeval(tv_sec: patience, tv_usec: 0))
        set(SOL_SOCKET, SO_SNDTIMEO, timeval(tv_sec: patience, tv_usec: 0))
        set(Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failed("cannot connect: errno \(errno)") }
    }

    deinit { close(socket) }

    private func set<Value: BitwiseCopyable>(_ level: Int32, _ name: Int32, _ value: Value) {
        var value = value
        setsockopt(socket, level, name, &value, socklen_t(MemoryLayout<Value>.size))
    }

    public func send(_ text: String) throws { try send(Array(text.utf8)) }

    public func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failed("the server closed while \(sent) of \(bytes.count) bytes were sent") }
            sent += count
        }
    }

    /// Half-closes: nothing more will be sent.
    public func finish() { shutdown(socket, Int32(SHUT_WR)) }

    /// Whether the server has something to say, though nobody has finished asking.
    public var isAnswered: Bool {
        var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 0) > 0
    }

    /// Waits until the server has closed, and returns everything that came until then.
    public func rest() throws -> [UInt8] {
        while try receive() {}
        defer { received = [] }
        return received
    }

    /// The next answer, whole; `100 Continue` is one too.
    ///
    /// - Throws: ``Failed`` where the server closes before its end.
    public func answer(toHead: Bool = false) throws -> Answer {
        var answer = Answer(head: String(decoding: try take(through: "\r\n\r\n"), as: UTF8.self))
        guard !toHead, ![100, 204, 304].contains(answer.status) else { return answer }
        if let length = answer["content-length"].flatMap({ Int($0) }) {
            answer.body = try take(length)
        } else if answer["transfer-encoding"] == "chunked" {
            answer.body = try chunks()
        } else {
            throw Failed("an answer that does not say where it ends")
        }
        return answer
    }

    /// Takes in what comes next; `false` once the server has closed.
    private func receive() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &buffer, buffer.count, 0)
        if count < 0, errno == EAGAIN { throw Failed("nothing came in time") }
        guard count > 0 else { return false }
        received += buffer[..<count]
        return true
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while received.count < count {
            guard try receive() else { throw Failed("the server closed before its answer ended") }
        }
        defer { received.removeFirst(count) }
        return Array(received.prefix(count))
    }

    private func take(through mark: String) throws -> [UInt8] {
        while true {
            if let range = received.firstRange(of: Array(mark.utf8)) { return try take(range.upperBound) }
            guard try receive() else { throw Failed("the server closed before its answer ended") }
        }
    }

    private func chunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let line = try take(through: "\r\n").dropLast(2)
            guard let size = Int(String(decoding: line, as: UTF8.self), radix: 16) else {
                throw Failed("a chunk without a size")
            }
            body += try take(size + 2).dropLast(2)
            if size == 0 { return body }
        }
    }
}
