import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes a connection that sends the body of a request too slowly.
///
/// Only the time counts in which the server waits for the client: a disk that is slow to take an upload in is not the
/// client's fault. Whoever sends less than the rate over a whole pause is holding a place that others need.
final class BodyPace: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let least: Int
    private let pause: TimeAmount
    private var isInBody = false
    private var received = 0
    /// How long the client was waited for since the pace was judged last.
    private var waited = TimeAmount.zero
    private var waitingSince: NIODeadline?
    private var check: Scheduled<Void>?

    /// Expects so many bytes a second.
    init(rate: Int, pause: TimeAmount) {
        least = Int(Int64(rate) * pause.nanoseconds / 1_000_000_000)
        self.pause = pause
    }

    func handlerRemoved(context: ChannelHandlerContext) { check?.cancel() }

    func read(context: ChannelHandlerContext) {
        if isInBody, waitingSince == nil { waitingSince = .now() }
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isInBody = true
            reset()
            waitingSince = .now()
        case .body(let bytes):
            stopWaiting()
            received += bytes.readableBytes
            if check == nil { schedule(in: pause, context) }
        case .end:
            isInBody = false
            waitingSince = nil
            check?.cancel()
            check = nil
        }
        context.fireChannelRead(data)
    }

    /// A body of which nothing is here when its head has been read is timed from here on; most never are.
    func channelReadComplete(context: ChannelHandlerContext) {
        if isInBody, check == nil { schedule(in: pause, context) }
        context.fireChannelReadComplete()
    }

    private func stopWaiting() {
        if let since = waitingSince { waited = waited + (.now() - since) }
        waitingSince = nil
    }

    private func reset() {
        received = 0
        waited = .zero
        if waitingSince != nil { waitingSince = .now() }
    }

    private func schedule(in time: TimeAmount, _ context: ChannelHandlerContext) {
        check = context.eventLoop.assumeIsolated().scheduleTask(in: time) { self.judge(context) }
    }

    private func judge(_ context: ChannelHandlerContext) {
        let waitedNow = waited + (waitingSince.map { .now() - $0 } ?? .zero)
        if waitedNow >= pause {
            guard received >= least else { return context.close(promise: nil) }
            reset()
            schedule(in: pause, context)
        } else {
            schedule(in: max(pause - waitedNow, .milliseconds(100)), context)
        }
    }
}
