import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Answers 503 when a request that is completely here is not answered in time, and closes the connection.
///
/// An upload that is still under way has all the time its pace allows, and so has an export that has begun.
final class AnswerDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limit: TimeAmount
    /// When the oldest unanswered request was complete; requests are answered in the order they came.
    private var completed: [NIODeadline] = []
    private var check: Scheduled<Void>?

    init(_ limit: TimeAmount) { self.limit = limit }

    func handlerRemoved(context: ChannelHandlerContext) { check?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .end = unwrapInboundIn(data) {
            completed.append(.now())
            if check == nil { schedule(in: limit, context) }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .head(let head) = unwrapOutboundIn(data), head.status.kind != .informational, !completed.isEmpty {
            completed.removeFirst()
        }
        context.write(data, promise: promise)
    }

    private func schedule(in time: TimeAmount, _ context: ChannelHandlerContext) {
        check = context.eventLoop.assumeIsolated().scheduleTask(in: time) { self.judge(context) }
    }

    private func judge(_ context: ChannelHandlerContext) {
        check = nil
        guard let oldest = completed.first else { return }
        let left = oldest + limit - .now()
        guard left <= .zero else { return schedule(in: left, context) }
        let fields: HTTPFields = [.connection: "close", .contentLength: "0", .retryAfter: "5"]
        context.write(
            wrapOutboundOut(.head(HTTPResponse(status: .serviceUnavailable, headerFields: fields))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
