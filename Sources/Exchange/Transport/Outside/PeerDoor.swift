import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL

/// The only way in which this target speaks HTTP: to one peer, within limits, following no redirection.
///
/// For each request the peer's name is resolved here, all its addresses are judged, and the connection goes to one that was
/// judged: between the judgement and the connection no second look-up can lead elsewhere.
actor PeerDoor {
    let peer: Peer
    let limits: TransportLimits
    private let resolve: @Sendable (String) throws -> [NetworkAddress]
    private var open: Line?
    /// Goes on with each failure: the next attempt is made at the peer's next address.
    private var turn = 0
    private var isClosed = false

    /// A door to one peer; `resolve` says how names become addresses, which is DNS unless a test says otherwise.
    init(
        _ peer: Peer, limits: TransportLimits,
        resolve: @escaping @Sendable (String) throws -> [NetworkAddress] = { try NetworkAddress.all(of: $0) }
    ) {
        self.peer = peer
        self.limits = limits
        self.resolve = resolve
    }

    /// Sends a request and reads its answer within a time.
    ///
    /// The `path` is what follows the peer's base, and `patience` is in seconds, for all of it. `read` reads the
    /// answer; its body must be read there.
    ///
    /// - Throws: ``ExchangeError`` of the kind `transport`, `CancellationError`, and what `read` throws.
    func ask<Answer: Sendable>(
        _ path: String, patience: Int64, _ prepare: @Sendable (inout HTTPClientRequest) -> Void,
        _ read: @escaping @Sendable (HTTPClientResponse) async throws -> Answer
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: peer.base + path)
        request.headers.add(name: "User-Agent", value: "congvan")
        prepare(&request)
        let prepared = request
        return try await withThrowingTaskGroup(of: Answer.self) { group in
            group.addTask { try await self.attempt(prepared, patience: patience, read) }
            group.addTask {
                try await Task.sleep(for: .seconds(patience))
                throw ExchangeError(.transport(.tooSlow(seconds: patience)))
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }

    func close() async {
        isClosed = true
        let last = open
        open = nil
        // Connections that do not end properly are ended all the same.
        try? await last?.client.shutdown()
    }

    private func attempt<Answer: Sendable>(
        _ request: HTTPClientRequest, patience: Int64, _ read: @Sendable (HTTPClientResponse) async throws -> Answer
    ) async throws -> Answer {
        let line: Line
        do { line = try await lineInUse() } catch { throw told(error, at: turn) }
        let answer: Result<Answer, any Error>
        do {
            answer = .success(try await read(line.client.execute(request, timeout: .seconds(patience))))
        } catch {
            answer = .failure(told(error, at: line.turn))
        }
        line.users -= 1
        if line !== open { await end(line) }
        return try answer.get()
    }

    /// What a failure is told as; one of the connection's sends the next attempt to the peer's next address.
    private func told(_ error: any Error, at tried: Int) -> any Error {
        if error is ExchangeError || error is CancellationError { return error }
        guard !Task.isCancelled else { return CancellationError() }
        // Of calls that fail together the first has moved on already.
        if turn == tried { turn &+= 1 }
        return ExchangeError(.transport(Self.fault(error)))
    }

    /// Ends a client that is no longer the one to use, after its last user.
    private func end(_ line: Line) async {
        // Connections that do not end properly are ended all the same.
        if line.users == 0 { try? await line.client.shutdown() }
    }

    /// A client whose connections go to an address that may be gone to, with its user counted.
    private func lineInUse() async throws -> Line {
        let (host, resolve) = (peer.host, resolve)
        let addresses = try await onDiskThread { try resolve(host) }
        guard peer.isInternal || addresses.allSatisfy(\.isPublic), peer.isSecure || addresses.allSatisfy(\.isLoopback)
        else {
            throw ExchangeError(.transport(.internalAddress))
        }
        if let open, open.turn == turn, addresses.contains(where: { $0.text == open.address }) {
            open.users += 1
            return open
        }
        guard !addresses.isEmpty, !isClosed else { throw ExchangeError(.transport(.unreachable("closed"))) }
        let address = addresses[turn % addresses.count].text
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: try configuration(to: address))
        let line = Line(to: address, turn, client)
        let before = open
        open = line
        // Whoever is in the middle of a transfer finishes it, and the last of them ends the client.
        if let before { await end(before) }
        return line
    }

    private func configuration(to address: String) throws -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = .seconds(limits.connectSeconds)
        configuration.timeout.read = .seconds(limits.answerSeconds)
        configuration.timeout.write = .seconds(limits.answerSeconds)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.dnsOverride = [peer.host: address]
        configuration.tlsConfiguration = try tls()
        return configuration
    }

    private func tls() throws -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        do {
            if let roots = peer.roots { tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(roots)) }
            if let certificate = peer.certificate, let key = peer.key {
                tls.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
                tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
            }
        } catch {
            throw ExchangeError(.transport(.ownCertificate))
        }
        return tls
    }

    /// What went wrong in a word that names nothing of ours.
    private static func fault(_ error: any Error) -> TransportFault {
        switch error {
        case let error as HTTPClientError: .unreachable("\(error)")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: .unreachable("TLS")
        case is NIOTooManyBytesError: .answerMalformed
        default: .unreachable("connection")
        }
    }
}

/// A client whose connections all go to one address.
private final class Line {
    let address: String
    /// The turn at which it was opened.
    let turn: Int
    let client: HTTPClient
    var users = 1

    init(to address: String, _ turn: Int, _ client: HTTPClient) {
        self.address = address
        self.turn = turn
        self.client = client
    }
}
