import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle
public import Workflow

/// A hub of envelopes, reached by the calls of the national axis; a proxy in front of it brings TLS.
public struct HubServer: Service {
    /// The form around an envelope: boundaries and a few short fields.
    static let formAround = 64 << 10
    static let calls = [
        "sendEdoc", "getReceivedEdocList", "getEdoc", "updateStatus", "getAgenciesList", "getSynchronizeUnit",
        "getSentEdocList", "registerAgency", "deleteAgency",
    ]

    private let application: any Service

    /// Makes the server; `onRunning` is called with the port once requests are answered.
    ///
    /// One system may call `callsPerMinute` times a minute.
    public init(
        _ hub: Hub, host: String, port: Int, callsPerMinute: Int = 600, logger: Logger,
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        var configuration = WebConfiguration()
        configuration.limits.upload = hub.configuration.largest + Self.formAround
        configuration.limits.connections = 512
        // An envelope goes out over lines that are slow; who reads nothing is cut off earlier.
        configuration.limits.answerDeadline = .seconds(3600)
        let handlers = HubHandlers(hub: hub, rate: CallRate(perMinute: callsPerMinute), logger: logger)
        let router = Router(context: BasicRequestContext.self)
        for path in ["", "/v1"] {
            for call in Self.calls {
                router.post(RouterPath("\(path)/\(call)")) { request, _ in await handlers.answer(call, request) }
            }
        }
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
