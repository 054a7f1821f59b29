import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Ends a connection so that its last answer arrives, and reads nothing on that nobody wants.
///
/// Where a request is answered before its body is here — it is too large, or from a stranger — the connection is of no
/// more use, and reading ten gigabytes to keep it would be foolish. The answer says `Connection: close`, our side is
/// closed after it, and for a moment more what comes is thrown away: closing at once would make the client's kernel
/// drop the answer. Answers that the HTTP server gives by itself get our header fields here too.
final class CleanClose: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private static let patience = TimeAmount.seconds(2)
    private static let mostThrownAway = 4 << 20

    private let secure: Bool
    private var isInBody = false
    private var unanswered = 0
    private var isClosing = false
    private var thrownAway = 0
    private var headTooLarge = false
    private var close: Scheduled<Void>?

    init(secure: Bool) { self.secure = secure }

    func handlerRemoved(context: ChannelHandlerContext) { close?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        switch part {
        case .head:
            // Nothing is begun that cannot be answered.
            if isClosing { return }
            isInBody = true
            unanswered += 1
        case .body(let bytes):
            if isClosing {
                thrownAway += bytes.readableBytes
                if thrownAway > Self.mostThrownAway { context.close(promise: nil) }
                return
            }
        case .end:
            isInBody = false
            if isClosing { return }
        }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError, error == .headerOverflow { headTooLarge = true }
        context.fireErrorCaught(error)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.kind != .informational:
            if isInBody && unanswered == 1 { head.headerFields[.connection] = "close" }
            if head.headerFields[.connection] == "close" { isClosing = true }
            if headTooLarge { head.status = .requestHeaderFieldsTooLarge }
            SecurityHeaders.complete(&head.headerFields, secure: secure)
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end(let fields):
            unanswered = max(0, unanswered - 1)
            guard isClosing else { return context.write(data, promise: promise) }
            let written = promise ?? context.eventLoop.makePromise(of: Void.self)
            written.futureResult.assumeIsolated().whenComplete { _ in self.end(context) }
            context.writeAndFlush(wrapOutboundOut(.end(fields)), promise: written)
        case .head, .body: context.write(data, promise: promise)
        }
    }

    private func end(_ context: ChannelHandlerContext) {
        context.close(mode: .output, promise: nil)
        close = context.eventLoop.assumeIsolated().scheduleTask(in: Self.patience) { context.close(promise: nil) }
    }
}
