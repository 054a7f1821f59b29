import Exchange
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A platform with the interface of the axis, on a real socket, that behaves as a test wants it to.
final class MoodyPeer: Sendable {
    enum Mood: Sendable {
        case takes, refuses, failsInside, talksRubbish, saysNothing, hangsUp
    }

    let mood = Mutex(Mood.takes)
    /// The ids of the envelopes that came whole, in the order in which they came.
    let came = Mutex<[String]>([])
    private let channel: any Channel

    init() async throws {
        let moods = Box()
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.pipeline.configureHTTPServerPipeline().flatMap {
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(Receiver(moods))
                    }
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        moods.peer.withLock { $0 = self }
    }

    /// The way to it.
    func client(patience: Int64 = 2) throws -> AxisClient {
        var limits = TransportLimits()
        limits.answerSeconds = patience
        limits.connectSeconds = 1
        return AxisClient(
            try Peer("http://127.0.0.1:\(channel.localAddress?.port ?? 0)", isInternal: true), dialect: .langSon,
            account: try AxisAccount(systemID: "test", secret: "not a secret"), limits: limits)
    }

    func close() async throws { try await channel.close() }

    private final class Box: Sendable {
        let peer = Mutex<MoodyPeer?>(nil)
    }

    private final class Receiver: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let box: Box
        private var body = ""

        init(_ box: Box) { self.box = box }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head: body = ""
            case .body(let piece): body += String(buffer: piece)
            case .end: answer(context)
            }
        }

        private func answer(_ context: ChannelHandlerContext) {
            guard let peer = box.peer.withLock({ $0 }) else { return context.close(promise: nil) }
            let mood = peer.mood.withLock { $0 }
            let id = body.firstMatch(of: /filename="([a-z0-9-]+)\.edxml"/).map { String($0.1) } ?? ""
            if mood == .takes { peer.came.withLock { $0.append(id) } }
            switch mood {
            case .saysNothing: return
            case .hangsUp: return context.close(promise: nil)
            case .takes: say(#"{"status":"OK","ErrorCode":"0","ErrorDesc":"","DocId":"1"}"#, .ok, context)
            case .refuses: say(#"{"status":"FAIL","ErrorCode":"19","ErrorDesc":"sai don vi"}"#, .ok, context)
            case .failsInside: say("oops", .internalServerError, context)
            case .talksRubbish: say("\u{0}<html>{{{", .ok, context)
            }
        }

        private func say(_ text: String, _ status: HTTPResponseStatus, _ context: ChannelHandlerContext) {
            let head = HTTPResponseHead(
                version: .http1_1, status: status, headers: ["Content-Length": "\(text.utf8.count)"])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
