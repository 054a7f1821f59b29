import Exchange
import Foundation
import Hummingbird
import Logging
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@testable import Web

@Suite("The directory of an office and a hub's")
struct HubDirectoryTests {
    private static let rules = DirectorySyncRules()

    @Test("are the same after each synchronisation", arguments: ["getAgenciesList", "getSynchronizeUnit"])
    func same(_ call: String) async throws {
        try await withOpenHub { hub in
            try await withOffice { office in
                let administrator = try await office.caller("quan.tri")
                var dialect = AxisDialect.sdk2
                dialect.directoryCall = call
                let axis = try hub.client("so-mau", dialect: dialect)
                let peer = ExchangePeer(name: "truc", agency: "H99.18", transport: axis)
                let many = (0..<3000).map { NewHubAgency(code: "H98.\($0)", name: "Xã số \($0)", parentCode: "H99.01") }
                _ = try await hub.made.hub.enter(many)
                var outcome = try await office.workflow.synchroniseDirectory(
                    from: peer, Self.rules, by: administrator)
                #expect(outcome.changes.added == 3004 && outcome.faultCount == 0)
                _ = try await hub.made.hub.enter([NewHubAgency(code: "H98.7", name: "Xã đổi tên")])
                try await hub.made.owner.write { transaction in
                    try transaction.execute("UPDATE hub_agency SET active = false WHERE code = 'H98.8'")
                }
                outcome = try await office.workflow.synchroniseDirectory(from: peer, Self.rules, by: administrator)
                #expect(outcome.changes.changed == 1 && outcome.changes.left == 1)
                let found = try await office.workflow.correspondents(
                    matching: "xã số 2999", by: try await office.caller("van.thu"))
                #expect(found.first?.code == "H98.2999" && found.first?.parentName == "Sở Mẫu")
                await axis.close()
            }
        }
    }

    /// Bodies that a broken axis may answer, and what is said of each.
    static let answers: [(body: String, verdict: String)] = [
        ("<html>502</html>", "answer-malformed"), ("", "answer-malformed"),
        (#"{"ErrorCode":"0","data":[{"code":"H98","name":"Tỉnh"}"#, "answer-malformed"),
        (#"{"ErrorCode":"0","data":[{"code":"H98","name":"Tỉnh"},7]}"#, "answer-malformed"),
        (#"{"ErrorCode":"0","data":[{"code":"H98","name":"\x"}]}"#, "list-empty"),
        (#"{"ErrorCode":"15","ErrorDesc":"Sai","data":[{"code":"H98","name":"Tỉnh"}]}"#, "credentials"),
        (#"{"ErrorCode":"10","ErrorDesc":"Bận"}"#, "peer-refused"),
        (
            #"{"ErrorCode":"0","data":[\#(Array(repeating: #"{"code":"A","name":"B"}"#, count: 9000).joined(separator: ","))]}"#,
            "answer-too-long"
        ),
        (#"{"ErrorCode":"0","data":[]}"#, "list-empty"), (#"{"ErrorCode":"0"}"#, "list-empty"),
        (#"{"ErrorCode":"0","data":[{},{"code":1},{"name":"x"}]}"#, "list-empty"),
    ]

    @Test("stay as they are where the answer is broken, too long, or none", arguments: answers.indices)
    func broken(_ number: Int) async throws {
        let (body, verdict) = Self.answers[number]
        try await withAnswers(body) { port in
            try await withOffice { office in
                let administrator = try await office.caller("quan.tri")
                var limits = TransportLimits.standard
                limits.directoryBytes = 100_000
                let axis = try AxisClient(
                    Peer("http://127.0.0.1:\(port)", isInternal: true), dialect: .sdk2,
                    account: AxisAccount(systemID: "a", secret: "mot-bi-mat-khong-dung"), limits: limits)
                let peer = ExchangePeer(name: "truc", agency: "H99.18", transport: axis)
                do {
                    let sync = try await office.workflow.synchroniseDirectory(
                        from: peer, Self.rules, by: administrator)
                    let agencies = try await axis.agencies()
                    Issue.record("it was taken over: \(sync) \(agencies)")
                } catch let error as ExchangeError {
                    #expect(error.verdict == verdict)
                } catch let error as WorkflowError {
                    #expect(error.code == verdict)
                }
                #expect(try await office.count("SELECT count(*) AS n FROM correspondent") == 0)
                await axis.close()
            }
        }
    }

    /// A server that answers everything with the same.
    private func withAnswers(_ body: String, _ test: @escaping @Sendable (Int) async throws -> Void) async throws {
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        let router = Router()
        router.post("/**") { _, _ in body }
        let server = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { opened.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "test") { _ in LogLines() })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            for await port in ports {
                try await test(port)
                break
            }
            group.cancelAll()
        }
    }
}
