import Foundation
import Records
import TestOffice
import Testing

@testable import Workflow

@Suite("Shipping the trail")
struct ShippingRuleTests {
    @Test("goes on, after a connection broke, from where an earlier moment of it is sure")
    func safePosition() {
        var safe = SafePosition(known: ShippedTo(log: 1, size: 5000))
        #expect(safe.safe == ShippedTo(log: 1, size: 4000), "a new program does not know when they were sent")
        let start = ContinuousClock.now
        for second in 0..<40 {
            // Ten batches a second, and never a pause.
            for part in 0..<10 {
                safe.sent(
                    ShippedTo(log: 1, size: 5000 + second * 100 + part * 10),
                    at: start + .milliseconds(second * 1000 + part * 100))
            }
            safe.lives(at: start + .seconds(second + 1))
        }
        #expect((5000 + 700...5000 + 1000).contains(safe.safe.size), "\(safe.safe)")
        let sure = safe.safe
        safe.broke()
        safe.lives(at: start + .seconds(1000))
        #expect(safe.safe == sure, "what a broken connection took is not sure, however long ago it was")
        #expect(SafePosition(known: .nothing).safe == .nothing)
        #expect(ShippedTo(log: 1, size: 9) < ShippedTo(log: 2, size: 0))
    }

    @Test("reads back exactly what was sealed, and nothing that was not")
    func leaves() throws {
        let leaf =
            #"{"v":1,"id":"4711","at":"2026-11-22T01:02:03.456789Z","agency":"1","actor":"7","roles":"leader,registrar","#
            + #""channel":"web","network":"192.0.2.0/24","session":"ab","request":"r","event":"incoming.viewed","#
            + #""outcome":"refused","reason":"not-yours","object":"incoming","objectId":"42","document":"42","#
            + #""detail":{"rows":"3"},"blind":"00ff","behalf":"unit:7","offHours":true,"sought":["aa"]}"#
        let event = try #require(SealedLeaf.read(Array(leaf.utf8))?.exported())
        #expect(event.number == 4711 && event.action == "incoming.viewed" && event.outcome == .refused)
        #expect(
            abs(event.at.timeIntervalSince1970 - 1_795_309_323.456789) < 0.000_002, "\(event.at.timeIntervalSince1970)")
        #expect(event.actor == .init(kind: "user", id: "7", roles: ["leader", "registrar"]))
        #expect(event.object == .init(kind: "incoming", id: "42", document: "42"))
        #expect(event.detail == ["rows": "3", "behalf": "unit:7", "off-hours": "true"])
        let line = try ShippedLine().line(of: Array(leaf.utf8), at: 9, in: 2)
        #expect(line.contains(#" idx="9" log="2" id="4711" "#) && line.contains(#"[meta sequenceId="9"]"#), "\(line)")
        #expect(!line.contains("00ff") && !line.contains("sought"), "commitments stay here")
        let whole = leaf.replacing(".456789", with: "")
        #expect(SealedLeaf.read(Array(whole.utf8))?.exported()?.at == Date(timeIntervalSince1970: 1_795_309_323))
        let wrong = [
            "", "{}", "[]", leaf.replacing("\"v\":1", with: "\"v\":2"), leaf.replacing("\"4711\"", with: "4711"),
            leaf.replacing("4711", with: "47x"), leaf.replacing("refused", with: "maybe"), String(leaf.dropLast()),
            leaf.replacing("2026-11-22T", with: "2026-11-22 "),
            leaf.replacing("{\"rows\":\"3\"}", with: "{\"rows\":3}"),
            leaf.replacing("\"object\":\"incoming\",", with: ""),
        ]
        for text in wrong {
            #expect(throws: ShippingFault.unreadable(log: 1, place: 3), "\(text)") {
                try ShippedLine().line(of: Array(text.utf8), at: 3, in: 1)
            }
        }
        #expect(try ShippedLine().line(of: [], at: 1, in: 2).contains("audit.log-opened"))
        let frames = try ShippedLine().frames(of: [Array(leaf.utf8)], after: 8, in: 1)
        let text = String(decoding: frames, as: UTF8.self)
        let length = try #require(text.split(separator: " ").first.flatMap { Int($0) })
        #expect(frames.count == "\(length) ".utf8.count + length, "the frame says how many octets it has")
    }

    @Test("says which settings are wrong, and that there is no collector")
    func settings() async throws {
        var collector = TrailConfiguration.Collector(host: "localhost", port: 1, roots: "/nowhere/ca.pem")
        await #expect(throws: ShippingFault.badFile("/nowhere/ca.pem")) { try await CollectorConnection(to: collector) }
        collector.roots = nil
        collector.certificate = "/dev/null"
        await #expect(throws: ShippingFault.badFile("/dev/null")) { try await CollectorConnection(to: collector) }
        try await withOffice { office in
            #expect(office.workflow.makeShipper() == nil)
            let auditor = try await office.caller("kiem.tra")
            await #expect(throws: ShippingFault.noCollector) { try await office.workflow.checkCollector(by: auditor) }
        }
    }
}
