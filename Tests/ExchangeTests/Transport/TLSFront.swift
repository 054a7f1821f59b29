import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// What stands before an office in earnest: it ends TLS, asks for a certificate where it is told to, and hands the bytes on.
final class TLSFront: Sendable {
    private let channel: any Channel

    var port: Int { channel.localAddress?.port ?? 0 }

    /// Clients need a certificate from those roots (mutual TLS), and none where there are no roots.
    init(_ own: TLSCertificates.Pair, clients: String? = nil, to target: Int) throws {
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(own.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: own.key, format: .pem)))
        if let clients {
            tls.certificateVerification = .noHostnameVerification
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(clients))
        }
        let context = try NIOSSLContext(configuration: tls)
        channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { inside in
                inside.eventLoop.makeCompletedFuture {
                    try inside.pipeline.syncOperations.addHandlers(
                        NIOSSLServerHandler(context: context), Forward(to: target))
                }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
    }

    func stop() async { try? await channel.close() }

    /// Opens a connection to the office when the first bytes have come through, and carries both ways.
    private final class Forward: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let target: Int
        private var office: EventLoopFuture<any Channel>?

        init(to target: Int) { self.target = target }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = unwrapInboundIn(data)
            let client = context.channel
            let office =
                office
                ?? ClientBootstrap(group: context.eventLoop)
                .channelInitializer { $0.pipeline.addHandler(Back(to: client)) }
                .connect(host: "127.0.0.1", port: target)
            self.office = office
            office.whenSuccess { $0.writeAndFlush(bytes, promise: nil) }
        }

        func channelInactive(context: ChannelHandlerContext) { office?.whenSuccess { $0.close(promise: nil) } }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    private final class Back: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        private let client: any Channel

        init(to client: any Channel) { self.client = client }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            client.writeAndFlush(unwrapInboundIn(data), promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) { client.close(promise: nil) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
