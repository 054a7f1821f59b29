import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A connection to the collector over TLS 1.2 or later; its certificate and name are checked.
struct CollectorConnection: Sendable {
    /// What is sent and not acknowledged for so long ends the connection, long before it counts as arrived.
    static let acknowledgement = TimeAmount.seconds(20)
    /// A collector that takes nothing for so long is away.
    private static let patience = TimeAmount.seconds(20)

    private let channel: any Channel
    private let ear: CollectorEar

    /// - Throws: ``ShippingFault``
    init(to collector: TrailConfiguration.Collector) async throws {
        let context = try NIOSSLContext.forCollector(collector)
        // A host that is given by its address is checked by it (RFC 5425 §5.2); the address is no name to ask for.
        let isAddress = (try? SocketAddress(ipAddress: collector.host, port: 0)) != nil
        let ear = CollectorEar()
        self.ear = ear
        do {
            channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connectTimeout(.seconds(10))
                .channelOption(.socketOption(.so_keepalive), value: 1)
                .channelOption(.tcpOption(.init(rawValue: TCP_KEEPIDLE)), value: 30)
                .channelOption(.tcpOption(.init(rawValue: TCP_KEEPINTVL)), value: 10)
                .channelOption(
                    .tcpOption(.init(rawValue: TCP_USER_TIMEOUT)),
                    value: SocketOptionValue(Self.acknowledgement.nanoseconds / 1_000_000)
                )
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let tls = try NIOSSLClientHandler(
                            context: context, serverHostname: isAddress ? nil : collector.host)
                        try channel.pipeline.syncOperations.addHandlers([tls, ear])
                    }
                }
                .connect(host: collector.host, port: collector.port).get()
        } catch {
            throw ShippingFault.away("\(ear.fault ?? "\(error)")")
        }
    }

    /// Whether it is there still, as far as is known.
    var isOpen: Bool { channel.isActive && ear.fault == nil }

    /// Hands bytes over to the system, after the handshake where that is not over yet.
    ///
    /// - Throws: ``ShippingFault/away(_:)`` where the connection broke or takes nothing.
    func send(_ bytes: [UInt8]) async throws {
        let late = channel.eventLoop.scheduleTask(in: Self.patience) { [channel, ear] in
            ear.hear("it takes nothing")
            channel.close(promise: nil)
        }
        defer { late.cancel() }
        do {
            try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
        } catch {
            throw ShippingFault.away("\(ear.fault ?? "\(error)")")
        }
    }

    /// - Throws: ``ShippingFault/away(_:)`` where it is closed.
    func requireOpen() throws {
        guard isOpen else { throw ShippingFault.away(ear.fault ?? "it closed the connection") }
    }

    /// Ends the connection: what was sent is received before its end is.
    func close() async {
        // Whether the other side says good-bye too changes nothing.
        try? await channel.close()
    }
}

/// Hears why a connection ends; what the collector says is thrown away.
private final class CollectorEar: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let heard = Mutex<String?>(nil)

    var fault: String? { heard.withLock { $0 } }

    func hear(_ why: String) { heard.withLock { $0 = $0 ?? why } }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func channelInactive(context: ChannelHandlerContext) { hear("it closed the connection") }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        hear("\(error)")
        context.close(promise: nil)
    }
}

extension NIOSSLContext {
    /// What the settings say of the collector's certificate and of ours; read anew for each connection, so that whoever
    /// renews a certificate need not restart the office.
    fileprivate static func forCollector(_ collector: TrailConfiguration.Collector) throws -> NIOSSLContext {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.certificateVerification = .fullVerification
        if let roots = collector.roots {
            tls.trustRoots = .certificates(try read(roots) { try NIOSSLCertificate.fromPEMFile($0) })
        }
        if let certificate = collector.certificate {
            tls.certificateChain = try read(certificate) { try NIOSSLCertificate.fromPEMFile($0) }
                .map { .certificate($0) }
            let key = collector.key ?? certificate
            tls.privateKey = .privateKey(try read(key) { try NIOSSLPrivateKey(file: $0, format: .pem) })
        }
        do { return try NIOSSLContext(configuration: tls) } catch {
            throw ShippingFault.badFile(collector.key ?? collector.certificate ?? collector.roots ?? "")
        }
    }

    private static func read<Value>(_ path: String, _ reading: (String) throws -> Value) throws -> Value {
        do { return try reading(path) } catch { throw ShippingFault.badFile(path) }
    }
}
