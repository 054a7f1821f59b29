import Exchange
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A platform with the interface of the axis, on a real socket, that behaves as a test wants it to.
final class MoodyPeer: Sendable {
    enum Mood: Sendable {
        case takes, refuses, failsInside, talksRubbish, saysNothing, hangsUp
        /// Takes it, and answers once it is let go.
        case holdsItsAnswer
    }

    /// What it has for whoever asks: an envelope, or the code with which it refuses to give it.
    enum Parcel: Sendable {
        case envelope([UInt8])
        case refused(code: String)
    }

    let mood = Mutex(Mood.takes)
    /// The ids of the envelopes that came whole, in the order in which they came.
    let came = Mutex<[String]>([])
    /// What waits to be fetched, and what whoever fetched said of it.
    let parcels = Mutex<[String: Parcel]>([:])
    let acknowledged = Mutex<[String]>([])
    private let held = Mutex<[@Sendable () -> Void]>([])
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
    func client(patience: Int64 = 2, largest: Int64 = 1 << 20) throws -> AxisClient {
        var limits = TransportLimits()
        limits.envelopeBytes = largest
        limits.answerSeconds = patience
        limits.connectSeconds = 1
        return AxisClient(
            try Peer("http://127.0.0.1:\(channel.localAddress?.port ?? 0)", isInternal: true), dialect: .langSon,
            account: try AxisAccount(systemID: "test", secret: "not a secret"), limits: limits)
    }

    func close() async throws { try await channel.close() }

    /// Answers what was held back.
    func letGo() {
        let held = held.withLock { held in
            defer { held = [] }
            return held
        }
        for answer in held { answer() }
    }

    /// The answer to a call about what waits; nothing where it is none of those.
    fileprivate func answer(_ path: String, _ body: String) -> String? {
        let id = body.firstMatch(of: /"docId":"([^"]*)"/).map { String($0.1) } ?? ""
        switch path.split(separator: "/").last {
        case "getReceivedEdocList":
            let ids = body.contains("\"edoc\"") ? parcels.withLock { $0.keys.sorted() } : []
            let list = ids.map { "{\"docId\":\"\($0)\",\"from\":\"\(Packet.sender)\"}" }.joined(separator: ",")
            return #"{"status":"OK","ErrorCode":"0","data":[\#(list)]}"#
        case "getEdoc":
            switch parcels.withLock({ $0[id] }) {
            case .envelope(let bytes):
                return #"{"status":"OK","ErrorCode":"0","data":"\#(Data(bytes).base64EncodedString())"}"#
            case .refused(let code): return #"{"status":"FAIL","ErrorCode":"\#(code)","ErrorDesc":"khong lay duoc"}"#
            case nil: return #"{"status":"FAIL","ErrorCode":"22","ErrorDesc":"khong co"}"#
            }
        case "updateStatus":
            let status = body.firstMatch(of: /"status":"([^"]*)"/).map { String($0.1) } ?? ""
            acknowledged.withLock { $0.append("\(id) \(status)") }
            parcels.withLock { $0[id] = nil }
            return #"{"status":"OK","ErrorCode":"0"}"#
        default: return nil
        }
    }

    private final class Box: Sendable {
        let peer = Mutex<MoodyPeer?>(nil)
    }

    private final class Receiver: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let box: Box
        private var path = ""
        private var body = ""

        init(_ box: Box) { self.box = box }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (path, body) = (head.uri, "")
            case .body(let piece): body += String(buffer: piece)
            case .end: answer(context)
            }
        }

        private func answer(_ context: ChannelHandlerContext) {
            guard let peer = box.peer.withLock({ $0 }) else { return context.close(promise: nil) }
            let mood = peer.mood.withLock { $0 }
            if mood == .takes, let answer = peer.answer(path, body) { return say(answer, .ok, context) }
            let id = body.firstMatch(of: /filename="([a-z0-9-]+)\.edxml"/).map { String($0.1) } ?? ""
            if mood == .takes || mood == .holdsItsAnswer { peer.came.withLock { $0.append(id) } }
            switch mood {
            case .saysNothing: return
            case .hangsUp: return context.close(promise: nil)
            case .holdsItsAnswer:
                let loop = context.eventLoop
                let bound = NIOLoopBound((receiver: self, context: context), eventLoop: loop)
                peer.held.withLock {
                    $0.append {
                        loop.execute {
                            let there = bound.value
                            there.receiver.say(#"{"status":"OK","ErrorCode":"0","DocId":"1"}"#, .ok, there.context)
                        }
                    }
                }
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
