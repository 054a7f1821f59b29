import Foundation
import Hummingbird
import Logging
import Workflow

@testable import Web

/// A witness that listens on a port of its own, over a folder that is removed with the test.
struct OpenWitness: Sendable {
    let book: WitnessBook
    let folder: String
    let port: Int

    var address: String { "http://127.0.0.1:\(port)" }
    var asSetting: TrailConfiguration.Witness { .init(address: address, key: book.verifierKey) }
    func visitor() -> Visitor { Visitor(port: port) }
}

/// Runs a test against a witness of these logs.
func withWitness<Result: Sendable>(
    of keys: [String], _ test: @escaping @Sendable (OpenWitness) async throws -> Result
) async throws -> Result {
    let folder = NSTemporaryDirectory() + "witness-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let book = try WitnessBook(folder: folder, name: "witness.example", peers: keys)
    let (ports, opened) = AsyncStream.makeStream(of: Int.self)
    let server = WitnessServer(book, host: "127.0.0.1", port: 0, logger: Logger(label: "test") { _ in LogLines() }) {
        opened.yield($0)
    }
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run() }
        var port = 0
        for await first in ports {
            port = first
            break
        }
        let result = try await test(OpenWitness(book: book, folder: folder, port: port))
        group.cancelAll()
        return result
    }
}

/// Runs a test against a witness that answers whatever a test has it say.
func withLyingWitness<Result: Sendable>(
    _ answer: @escaping @Sendable (Request) async throws -> Response,
    _ test: @escaping @Sendable (String) async throws -> Result
) async throws -> Result {
    let router = Router()
    router.post("/add-checkpoint") { request, _ in try await answer(request) }
    let (ports, opened) = AsyncStream.makeStream(of: Int.self)
    let application = Application(
        router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { opened.yield($0.localAddress?.port ?? 0) }, logger: Logger(label: "test") { _ in LogLines() }
    )
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await application.run() }
        var port = 0
        for await first in ports {
            port = first
            break
        }
        let result = try await test("http://127.0.0.1:\(port)/")
        group.cancelAll()
        return result
    }
}
