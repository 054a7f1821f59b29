import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle

/// The office's web server: pages for people, JSON for programs.
///
/// It is a service beside others. On a graceful shutdown it takes no new connections and finishes what was asked.
public struct WebServer: Service {
    private let application: any Service

    /// Makes the server; `onRunning` is called with the port once requests are answered.
    public init(
        _ office: Office, logger: Logger, onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws {
        let configuration = office.configuration
        application = Application(
            router: try makeRouter(office),
            server: .http1(configuration: Self.channel(configuration)),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.limits.connections)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? configuration.port) },
            logger: logger)
    }

    public func run() async throws { try await application.run() }

    /// What a connection passes through, from the network inwards.
    static func channel(_ configuration: WebConfiguration) -> HTTP1Channel.Configuration {
        let limits = configuration.limits
        let secure = configuration.secure
        return HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                CleanClose(secure: secure),
                HeadDeadline(TimeAmount(limits.headDeadline)),
                BodyPace(rate: limits.bodyRate, pause: TimeAmount(limits.bodyPause)),
                ReadingPace(pause: TimeAmount(limits.readPause), step: limits.readStep),
                AnswerDeadline(TimeAmount(limits.answerDeadline)),
                Continue(limit: limits.upload),
            ],
            idleTimeout: TimeAmount(limits.idle),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: limits.head, maxHeaderListSize: limits.head, maxHeaderFieldCount: limits.headFields)
        )
    }
}
