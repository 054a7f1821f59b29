import Foundation
import Glibc
import Synchronization
import TestOffice

/// Stands between an office and its collector and cuts connections after so many bytes, wherever that is.
final class CuttingProxy: Sendable {
    private struct State {
        /// Bytes that a connection may still carry; none for any number.
        var left: Int?
        var cuts = 0
        var isStopped = false
    }

    let port: Int
    private let target: Int
    private let listener: Int32
    private let state = Mutex(State())

    init(to target: Int) throws {
        self.target = target
        port = try TestPort.free()
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.address(port)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(listener, 16) == 0 else { throw Failed("the proxy cannot listen") }
        Thread.detachNewThread { [self] in accept() }
    }

    var cuts: Int { state.withLock { $0.cuts } }

    /// The next cut comes after so many bytes towards the collector.
    func cutAfter(_ bytes: Int?) { state.withLock { $0.left = bytes } }

    func stop() {
        state.withLock { $0.isStopped = true }
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func accept() {
        while !state.withLock({ $0.isStopped }) {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { return }
            let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = Self.address(target)
            let connected = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard connected == 0 else {
                close(client)
                close(server)
                continue
            }
            Thread.detachNewThread { [self] in carry(client, server) }
        }
    }

    private func carry(_ client: Int32, _ server: Int32) {
        defer {
            close(client)
            close(server)
        }
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            var files = [
                pollfd(fd: client, events: Int16(POLLIN), revents: 0),
                pollfd(fd: server, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&files, 2, 60_000) > 0 else { return }
            if files[1].revents != 0 {
                let count = recv(server, &buffer, buffer.count, 0)
                guard count > 0, Self.send(buffer[..<count], to: client) else { return }
            }
            guard files[0].revents != 0 else { continue }
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            let allowed = state.withLock { state in
                guard let left = state.left else { return count }
                state.left = left > count ? left - count : nil
                if left <= count { state.cuts += 1 }
                return min(left, count)
            }
            guard Self.send(buffer[..<allowed], to: server), allowed == count else { return }
        }
    }

    private static func send(_ bytes: ArraySlice<UInt8>, to file: Int32) -> Bool {
        bytes.withUnsafeBytes { Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            == bytes.count
    }

    private static func address(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return address
    }
}
