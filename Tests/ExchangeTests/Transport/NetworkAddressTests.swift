import AsyncHTTPClient
import Foundation
import NIOHTTP1
import Testing

@testable import Exchange

@Suite("An address that a peer's name leads to")
struct NetworkAddressTests {
    @Test(
        "is inside, however it is written",
        arguments: [
            "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "0.0.0.0", "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.2.7", "198.18.0.1", "224.0.0.1",
            "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "2001::1",
        ])
    func inside(_ host: String) throws {
        for address in try NetworkAddress.all(of: host) { #expect(!address.isPublic, "\(address.text)") }
    }

    @Test(
        "is outside",
        arguments: [
            "8.8.8.8", "1.1.1.1", "172.15.0.1", "172.32.0.1", "100.128.0.1", "192.167.1.1", "223.255.255.1",
            "2606:4700::1111",
            "2400:cb00::1",
        ])
    func outside(_ host: String) throws {
        for address in try NetworkAddress.all(of: host) { #expect(address.isPublic, "\(address.text)") }
    }

    @Test(
        "is refused before anything is connected",
        arguments: [
            "https://127.0.0.1:1", "https://2130706433:1", "https://[::1]:1", "https://localhost:1",
            "https://[::ffff:127.0.0.1]:1",
        ])
    func refused(_ base: String) async throws {
        let door = PeerDoor(try Peer(base), limits: .standard)
        #expect(await fault { try await door.ask("/", patience: 60, { _ in }) { _ in } } == .internalAddress)
        await door.close()
    }

    @Test("is asked for at each request: a name that turned inside after it was judged is refused")
    func rebinding() async throws {
        let answers = Answers([[[8, 8, 8, 8], [127, 0, 0, 1]], [[10, 0, 0, 1]]])
        let door = PeerDoor(try Peer("https://peer.example"), limits: .standard) { _ in answers.next() }
        for _ in 0..<2 {
            #expect(await fault { try await door.ask("/", patience: 60, { _ in }) { _ in } } == .internalAddress)
        }
        await door.close()
    }

    @Test("is reached where the administrator says that the peer is internal")
    func allowed() async throws {
        let door = PeerDoor(try Peer("http://127.0.0.1:1", isInternal: true), limits: .standard)
        let fault = await fault { try await door.ask("/", patience: 60, { _ in }) { _ in } }
        guard case .unreachable = fault else { return #expect(Bool(false), "\(String(describing: fault))") }
        await door.close()
    }

    @Test(
        "of a peer is nothing but host, port and path",
        arguments: [
            "http://peer.example", "ftp://peer.example", "https://", "https://user@peer.example",
            "https://peer.example?x",
            "https://peer.example#x", "https://peer.example:0", "https://peer.example:65536",
            "https://peer.example/../x",
            "https://peer.example/a b", "https://peer.exa\nmple", "https://[::1", "https://pe%65r.example",
            "peer.example",
        ])
    func notAnAddress(_ base: String) {
        #expect(throws: ExchangeError(.transport(.address))) { try Peer(base) }
    }

    @Test("of a peer is taken apart")
    func parts() throws {
        let peer = try Peer("https://Peer.Example:8443/gateway/v2/")
        #expect(peer.host == "peer.example" && peer.port == 8443)
        #expect(peer.base == "https://peer.example:8443/gateway/v2")
        #expect(peer.authority == "peer.example:8443" && peer.pathPrefix == "/gateway/v2")
        let plain = try Peer("http://[::1]", isInternal: true)
        #expect(plain.host == "::1" && plain.authority == "[::1]" && plain.pathPrefix == "")
    }

    /// One answer of DNS after the other.
    private final class Answers: @unchecked Sendable {
        // Guarded by the lock.
        private var left: [[[UInt8]]]
        private let lock = NSLock()

        init(_ answers: [[[UInt8]]]) { left = answers }

        func next() -> [NetworkAddress] { lock.withLock { left.removeFirst().map(NetworkAddress.init(bytes:)) } }
    }
}
