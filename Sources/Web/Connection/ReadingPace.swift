import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes a connection whose client does not read its answer.
///
/// An answer waits in our memory until it is read. If in a whole pause the client takes less than a small step of what
/// waits, it is not going to.
final class ReadingPace: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let pause: TimeAmount
    private let step: Int
    /// Bytes of bodies given to the connection so far.
    private var written = 0
    private var check: Scheduled<Void>?

    init(pause: TimeAmount, step: Int) {
        self.pause = pause
        self.step = step
    }

    func handlerRemoved(context: ChannelHandlerContext) { check?.cancel() }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .body(let bytes) = unwrapOutboundIn(data) { written += bytes.readableBytes }
        context.write(data, promise: promise)
        if check == nil { schedule(context) }
    }

    private func schedule(_ context: ChannelHandlerContext) {
        let taken = written - waiting(context)
        check = context.eventLoop.assumeIsolated().scheduleTask(in: pause) { self.judge(context, taken) }
    }

    private func judge(_ context: ChannelHandlerContext, _ taken: Int) {
        check = nil
        let waiting = waiting(context)
        guard waiting > 0 else { return }
        if written - waiting - taken < min(step, waiting) { return context.close(promise: nil) }
        schedule(context)
    }

    /// The bytes that the kernel could not take yet.
    private func waiting(_ context: ChannelHandlerContext) -> Int {
        // An option that a channel does not know, as an embedded one may not, says that nothing waits.
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}
