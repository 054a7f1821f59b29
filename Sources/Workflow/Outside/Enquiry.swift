import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Asks another server something, and takes neither a long answer nor a slow one.
struct Enquiry: Sendable {
    /// What a server said.
    struct Reply: Sendable {
        let status: Int
        let type: String
        let body: [UInt8]
    }

    /// Why there is no reply.
    enum Fault: Error, Sendable, CustomStringConvertible {
        case tooSlow(Duration)
        case tooLong(Int)
        case unreachable(String)

        var description: String {
            switch self {
            case .tooSlow(let limit): "there was no whole answer within \(limit)"
            case .tooLong(let limit): "the answer is longer than \(limit) bytes"
            case .unreachable(let why): why
            }
        }
    }

    /// No redirection is followed: what is sent goes where the settings say.
    static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(5)
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    let address: String
    var limit = 64 << 10
    var patience = Duration.seconds(15)

    /// Sends bytes by POST.
    ///
    /// - Throws: ``Fault``
    func post(_ body: [UInt8], type: String) async throws -> Reply {
        var request = HTTPClientRequest(url: address)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: type)
        request.headers.add(name: "User-Agent", value: "congvan/\(Workflow.version)")
        request.body = .bytes(body)
        let prepared = request
        return try await withThrowingTaskGroup(of: Reply.self) { group in
            group.addTask { try await ask(prepared) }
            group.addTask {
                try await Task.sleep(for: patience)
                throw Fault.tooSlow(patience)
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }

    private func ask(_ request: HTTPClientRequest) async throws -> Reply {
        do {
            let response = try await Self.client.execute(request, timeout: .seconds(60))
            let body = try await response.body.collect(upTo: limit)
            return Reply(
                status: Int(response.status.code), type: response.headers.first(name: "Content-Type") ?? "",
                body: Array(body.readableBytesView))
        } catch is NIOTooManyBytesError {
            throw Fault.tooLong(limit)
        } catch let error as HTTPClientError {
            throw Fault.unreachable("\(error)")
        }
    }
}
