import Crypto
import Exchange
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import TestNumbers

/// The other office: a server of HTTP that takes parcels in, and may cut connections at any byte.
final class ReceivingOffice: @unchecked Sendable {
    private(set) var reception: ParcelReception
    private let folder: TestFolder
    private let keys: [String: ParcelReception.Sender]
    private let largest: Int64
    private let channel: any Channel
    // What follows is guarded by the lock.
    private let lock = NSLock()
    private var random: Seeded
    private var cutsLeft: Int
    private var taken: [[UInt8]] = []
    private var requests = 0
    /// Whether the answer to the last part is lost once.
    private var losesAnswer: Bool

    var port: Int { channel.localAddress?.port ?? 0 }
    var takenIn: [[UInt8]] { lock.withLock { taken } }
    var requestCount: Int { lock.withLock { requests } }

    init(
        _ folder: TestFolder, keys: [String: ParcelReception.Sender], cuts: Int = 0, seed: Int = 1,
        losesAnswer: Bool = false, largest: Int64 = 1 << 30
    ) throws {
        let box = Box()
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let office = box.office else { throw ChannelError.ioOnClosedChannel }
                    if let bytes = office.nextCut() {
                        try channel.pipeline.syncOperations.addHandler(Cut(after: bytes))
                    }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false)
                    try channel.pipeline.syncOperations.addHandler(Desk(office))
                }
            }
        channel = try bootstrap.bind(host: "127.0.0.1", port: 0).wait()
        let port = channel.localAddress?.port ?? 0
        self.folder = folder
        self.keys = keys
        self.largest = largest
        reception = try Self.reception(folder, keys, largest, under: "127.0.0.1:\(port)")
        random = Seeded(seed)
        cutsLeft = cuts
        self.losesAnswer = losesAnswer
        box.office = self
    }

    /// Says under which name it is reached, before anybody asks: that of what stands before it.
    func isReached(under name: String) throws { reception = try Self.reception(folder, keys, largest, under: name) }

    private static func reception(
        _ folder: TestFolder, _ keys: [String: ParcelReception.Sender], _ largest: Int64, under name: String
    ) throws -> ParcelReception {
        try ParcelReception(
            folder: folder.path + "/reception", agencies: ["H99.02"], authorities: [name], senders: keys,
            largest: largest)
    }

    func stop() async { try? await channel.close() }

    fileprivate func nextCut() -> Int? {
        lock.withLock {
            requests += 1
            guard cutsLeft > 0 else { return nil }
            cutsLeft -= 1
            return Int(random.next() % 400_000)
        }
    }

    /// What the office does with a whole envelope: keeps it, then says so.
    fileprivate func takeIn(_ parcel: FetchedParcel, _ head: UploadHead) throws -> Bool {
        lock.withLock { taken.append(TestParcel.bytes(parcel.path)) }
        try reception.settle(head)
        return lock.withLock {
            defer { losesAnswer = false }
            return losesAnswer
        }
    }

    private final class Box: @unchecked Sendable {
        // Written once before the port is known to anybody, read afterwards.
        var office: ReceivingOffice?
    }

    /// Ends the connection after so many bytes from the client.
    private final class Cut: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias InboundOut = ByteBuffer
        private var left: Int

        init(after bytes: Int) { left = bytes }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var buffer = unwrapInboundIn(data)
            guard buffer.readableBytes >= left else {
                left -= buffer.readableBytes
                return context.fireChannelRead(data)
            }
            if let last = buffer.readSlice(length: left) { context.fireChannelRead(wrapInboundOut(last)) }
            context.close(promise: nil)
        }
    }

    /// Unpacks, asks the reception, and answers.
    private final class Desk: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart
        private let office: ReceivingOffice
        private var head: UploadHead?
        private var writer: PartWriter?
        private var failure: ExchangeError?

        init(_ office: ReceivingOffice) { self.office = office }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            do {
                switch unwrapInboundIn(data) {
                case .head(let request): try begin(request)
                case .body(let piece): try piece.withUnsafeReadableBytes { try writer?.write($0) }
                case .end: try end(context)
                }
            } catch let error as ExchangeError {
                failure = error
                writer = nil
                if case .end = unwrapInboundIn(data) { refuse(error, context) }
            } catch {
                context.close(promise: nil)
            }
        }

        private func begin(_ request: HTTPRequestHead) throws {
            (head, writer, failure) = (nil, nil, nil)
            let headers = request.headers.map { (name: $0.name, value: $0.value) }
            let target = RequestSignature.Target(
                method: request.method.rawValue, authority: request.headers.first(name: "host") ?? "", path: request.uri
            )
            let head = try office.reception.admit(target, headers, at: Date())
            self.head = head
            if request.method == .PATCH { writer = try office.reception.begin(UploadPart(headers), of: head) }
        }

        private func end(_ context: ChannelHandlerContext) throws {
            if let failure { throw failure }
            guard let head else { return }
            let standing = try writer?.finish() ?? office.reception.standing(of: head)
            writer = nil
            switch standing {
            case .partial(let offset):
                answer(.noContent, office.reception.answer(offset: offset, isComplete: false), context)
            case .whole(let parcel):
                if try office.takeIn(parcel, head) { return context.close(promise: nil) }
                answer(.created, office.reception.answer(offset: parcel.size, isComplete: true), context)
            case .settled: answer(.noContent, office.reception.answer(offset: 0, isComplete: true), context)
            }
        }

        private func refuse(_ error: ExchangeError, _ context: ChannelHandlerContext) {
            switch error.fault {
            case .otherOffset(let offset):
                answer(.conflict, office.reception.answer(offset: offset, isComplete: false), context)
            case .unsigned, .credentials: answer(.unauthorized, nil, context)
            case .tooLarge: answer(.payloadTooLarge, office.reception.answer(offset: 0, isComplete: false), context)
            default: answer(.unprocessableEntity, nil, context)
            }
        }

        private func answer(_ status: HTTPResponseStatus, _ standing: UploadStanding?, _ context: ChannelHandlerContext)
        {
            var headers = HTTPHeaders((standing?.fields ?? []).map { ($0.name, $0.value) })
            if status != .noContent { headers.add(name: "Content-Length", value: "0") }
            context.write(
                wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: headers))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
