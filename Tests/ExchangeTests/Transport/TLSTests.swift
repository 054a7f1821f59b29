import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@testable import Exchange

@Suite("The connection to another system")
struct TLSTests {
    let folder = TestFolder()
    let key = Curve25519.Signing.PrivateKey()
    let authority: TLSCertificates
    let stranger: TLSCertificates
    /// The names that the office is asked under: the front's port is not known before the office is there.
    static let host = "127.0.0.1"

    init() throws {
        authority = try TLSCertificates()
        stranger = try TLSCertificates()
    }

    /// How a connection is set up.
    enum Setting: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case good = "with the right certificates"
        case wrongRoots = "whose certificate comes from a stranger"
        case systemRoots = "whose certificate comes from none of the system's roots"
        case expired = "whose certificate is over"
        case otherName = "whose certificate is for another name"
        case clientMissing = "that asks for a certificate of ours where we have none"
        case clientForeign = "that gets a stranger's certificate from us"
        case clientExpired = "that gets a certificate from us that is over"

        var testDescription: String { rawValue }
        var isGood: Bool { self == .good }
    }

    private func front(_ setting: Setting, to port: Int) throws -> TLSFront {
        let own = try authority.issue(
            setting == .otherName ? "other.example" : Self.host, days: setting == .expired ? -1 : 2)
        return try TLSFront(own, clients: authority.roots, to: port)
    }

    private func peer(_ setting: Setting, _ front: TLSFront) throws -> Peer {
        let client: TLSCertificates.Pair? =
            switch setting {
            case .clientMissing: nil
            case .clientForeign: try stranger.issue("client.example")
            case .clientExpired: try authority.issue("client.example", days: -1)
            default: try authority.issue("client.example")
            }
        let roots: String? =
            switch setting {
            case .systemRoots: nil
            case .wrongRoots: stranger.roots
            default: authority.roots
            }
        return try Peer(
            "https://\(Self.host):\(front.port)", isInternal: true, roots: roots, certificate: client?.certificate,
            key: client?.key)
    }

    /// What an attempt that fails says: nothing but that there is no connection.
    private func isRefused(_ fault: TransportFault?) -> Bool {
        if case .unreachable = fault { true } else { false }
    }

    @Test(
        "between offices brings an envelope or, where a certificate is wrong, not a byte", arguments: Setting.allCases)
    func office(_ setting: Setting) async throws {
        let office = try ReceivingOffice(
            folder, keys: ["H99.01": .init(agency: "H99.01", key: key.publicKey)])
        let front = try front(setting, to: office.port)
        try office.isReached(under: "\(Self.host):\(front.port)")
        let client = try OfficeClient(peer(setting, front), key: .init(id: "H99.01", key: key))
        let sent = try TestParcel(folder)
        let handover = try await client.send(sent.parcel)
        if setting.isGood {
            #expect(handover.isAccepted, "\(handover)")
            #expect(office.takenIn == [sent.bytes])
        } else {
            #expect(isRefused(handover.delay), "\(handover)")
            #expect(office.takenIn.isEmpty && office.requestCount == 0)
        }
        await client.close()
        await front.stop()
        await office.stop()
    }

    @Test("to an axis gets an answer or, where a certificate is wrong, not a byte", arguments: Setting.allCases)
    func axis(_ setting: Setting) async throws {
        let axis = try SilentAxis()
        let front = try front(setting, to: axis.port)
        let client = AxisClient(
            try peer(setting, front), dialect: .sdk2, account: try AxisAccount(systemID: "he-thong", secret: "bi mat"))
        let fault = await fault { _ = try await client.waiting(atMost: 1) }
        if setting.isGood {
            #expect(fault == nil && axis.requests > 0)
        } else {
            #expect(isRefused(fault), "\(String(describing: fault))")
            #expect(axis.requests == 0)
        }
        await client.close()
        await front.stop()
        await axis.stop()
    }

    @Test("needs no certificate of ours where the other side asks for none; the signature is enough")
    func oneSided() async throws {
        let office = try ReceivingOffice(
            folder, keys: ["H99.01": .init(agency: "H99.01", key: key.publicKey)])
        let front = try TLSFront(try authority.issue(Self.host), to: office.port)
        try office.isReached(under: "\(Self.host):\(front.port)")
        let peer = try Peer("https://\(Self.host):\(front.port)", isInternal: true, roots: authority.roots)
        let client = try OfficeClient(peer, key: .init(id: "H99.01", key: key))
        #expect(try await client.send(TestParcel(folder).parcel).isAccepted)
        try await client.knock(from: "H99.01", to: "H99.02")
        #expect(await fault { try await client.knock(from: "H99.02", to: "H99.02") } == .credentials)
        await client.close()
        await front.stop()
        await office.stop()
    }

    @Test("goes to the address that was judged, however the name is written, and is for the name all the same")
    func pinned() async throws {
        let axis = try SilentAxis()
        let front = try TLSFront(try authority.issue("peer.invalid"), to: axis.port)
        // No DNS knows this name: only the address that the door was given leads there.
        let door = PeerDoor(
            try Peer("https://Peer.INVALID:\(front.port)", isInternal: true, roots: authority.roots), limits: .standard
        ) { _ in [NetworkAddress(bytes: [127, 0, 0, 1])] }
        #expect(try await door.ask("/x", patience: 20, { $0.method = .HEAD }) { Int($0.status.code) } == 200)
        await door.close()
        await front.stop()
        await axis.stop()
    }

    @Test("is without TLS only to this very host, and only where the administrator says so")
    func plain() async throws {
        for base in ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:8080"] {
            #expect(throws: ExchangeError(.transport(.address))) { try Peer(base) }
            #expect(throws: Never.self) { try Peer(base, isInternal: true) }
        }
        for base in [
            "http://10.0.0.1", "http://hub.example.vn", "http://[fd00::1]", "http://127.example", "http://1270.0.0.1",
        ] {
            #expect(throws: ExchangeError(.transport(.address))) { try Peer(base, isInternal: true) }
        }
        // Whatever this host's own list of names says.
        let door = PeerDoor(try Peer("http://localhost:1", isInternal: true), limits: .standard) { _ in
            [NetworkAddress(bytes: [10, 0, 0, 1])]
        }
        #expect(await fault { try await door.ask("/", patience: 60, { _ in }) { _ in } } == .internalAddress)
        await door.close()
    }
}

/// An axis where nothing waits; it counts who asks.
private final class SilentAxis: Sendable {
    private let channel: any Channel
    private let counter = Counter()

    var port: Int { channel.localAddress?.port ?? 0 }
    var requests: Int { counter.value }

    init() throws {
        let counter = counter
        channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false)
                    try channel.pipeline.syncOperations.addHandler(Desk(counter))
                }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
    }

    func stop() async { try? await channel.close() }

    private final class Counter: @unchecked Sendable {
        // Guarded by the lock.
        private var count = 0
        private let lock = NSLock()
        var value: Int { lock.withLock { count } }
        func add() { lock.withLock { count += 1 } }
    }

    private final class Desk: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart
        private let counter: Counter
        private var isHead = false

        init(_ counter: Counter) { self.counter = counter }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): isHead = head.method == .HEAD
            case .body: break
            case .end:
                counter.add()
                let body = #"{"ErrorCode":"0","ErrorDesc":"","status":"OK","data":[]}"#
                let headers: HTTPHeaders = ["Content-Length": "\(body.utf8.count)", "Content-Type": "application/json"]
                context.write(
                    wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: headers))), promise: nil)
                if !isHead {
                    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
                }
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
