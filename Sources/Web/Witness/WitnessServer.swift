import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle
public import Workflow

/// A witness for peer agencies' logs, reached by `POST /add-checkpoint` (C2SP tlog-witness).
///
/// It needs no office and no database; a proxy in front of it brings TLS.
public struct WitnessServer: Service {
    private let application: any Service

    /// Makes the server; `onRunning` is called with the port once requests are answered.
    public init(
        _ book: WitnessBook, host: String, port: Int, logger: Logger,
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        var configuration = WebConfiguration()
        configuration.limits.upload = WitnessBook.longestRequest
        configuration.limits.connections = 256
        let router = Router(context: BasicRequestContext.self)
        router.post("/add-checkpoint", use: WitnessHandler(book: book, logger: logger).add)
        application = Application(
            router: router, server: .http1(configuration: WebServer.channel(configuration)),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.limits.connections)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? port) },
            logger: logger)
    }

    public func run() async throws { try await application.run() }
}

/// `POST /add-checkpoint`: unpacks, asks the book, and answers as the specification has it.
struct WitnessHandler: Sendable {
    let book: WitnessBook
    let logger: Logger

    func add(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let body = try await request.body.collect(upTo: WitnessBook.longestRequest)
        let answer: WitnessAnswer
        do {
            answer = try await book.answer(Array(body.readableBytesView))
        } catch {
            // What went wrong on our disk is not the peer's business.
            logger.error("a checkpoint could not be kept, so it was not cosigned", metadata: ["error": "\(error)"])
            throw HTTPError(.internalServerError)
        }
        switch answer {
        case .cosigned(let line): return Self.text(.ok, line)
        case .malformed: return Self.text(.badRequest, "The request is no checkpoint with a proof.\n")
        case .badSignature: return Self.text(.forbidden, "The log's own signature is missing or wrong.\n")
        case .unknownLog: return Self.text(.notFound, "This log is not cosigned here.\n")
        case .otherSize(let size): return Self.text(.conflict, "\(size)\n", type: "text/x.tlog.size")
        case .notConsistent:
            logger.critical("a peer's log does not continue what was cosigned of it")
            return Self.text(.unprocessableContent, "The proof does not lead from what was seen to the checkpoint.\n")
        }
    }

    private static func text(
        _ status: HTTPResponse.Status, _ text: String, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(status: status, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
