import Exchange
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A platform with the interface of the axis, on a real socket, that answers each call as a test wrote it down.
final class ScriptedAxis: Sendable {
    enum Reply: Sendable {
        case text(String)
        case hangsUp
        /// The beginning of an answer, and the rest once it is let go.
        case halves(String, String)
    }

    private let script: @Sendable (_ call: String) -> Reply
    private let channel = Mutex<(any Channel)?>(nil)
    private let rest = Mutex<[@Sendable () -> Void]>([])

    init(_ script: @escaping @Sendable (_ call: String) -> Reply) async throws {
        self.script = script
        let made = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.pipeline.configureHTTPServerPipeline().flatMap {
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(Answering(self))
                    }
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        channel.withLock { $0 = made }
    }

    func client() throws -> AxisClient {
        let port = channel.withLock { $0?.localAddress?.port } ?? 0
        return AxisClient(
            try Peer("http://127.0.0.1:\(port)", isInternal: true), dialect: .langSon,
            account: try AxisAccount(systemID: "test", secret: "not a secret"))
    }

    /// Whether an answer was begun and not ended.
    var isInTheMiddle: Bool { rest.withLock { !$0.isEmpty } }

    /// Sends the other halves.
    func letGo() {
        for half in rest.withLock({ $0 }) { half() }
    }

    func close() async throws { try await channel.withLock { $0 }?.close() }

    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let axis: ScriptedAxis
        private var call = ""

        init(_ axis: ScriptedAxis) { self.axis = axis }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): call = head.uri.split(separator: "/").last.map(String.init) ?? ""
            case .body: break
            case .end: answer(context)
            }
        }

        private func answer(_ context: ChannelHandlerContext) {
            switch axis.script(call) {
            case .hangsUp: context.close(promise: nil)
            case .text(let text):
                begin(text, of: text.utf8.count, context)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            case .halves(let first, let second):
                begin(first, of: first.utf8.count + second.utf8.count, context)
                let loop = context.eventLoop
                let bound = NIOLoopBound((handler: self, context: context), eventLoop: loop)
                axis.rest.withLock {
                    $0.append {
                        loop.execute {
                            let (handler, context) = bound.value
                            let body = handler.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: second))))
                            context.write(body, promise: nil)
                            context.writeAndFlush(handler.wrapOutboundOut(.end(nil)), promise: nil)
                        }
                    }
                }
            }
        }

        private func begin(_ text: String, of length: Int, _ context: ChannelHandlerContext) {
            let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["Content-Length": "\(length)"])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
        }
    }
}
