import Foundation
import TestOffice
import Testing
import Workflow

@testable import Exchange
@testable import Web

@Suite("What a system asks a hub about itself")
struct HubInterfaceTests {
    /// Asks as a system that sends its secret and a JSON body.
    private func ask(
        _ hub: OpenHub, _ call: String, _ system: String, _ body: String = "{}"
    ) async throws -> JSON {
        let answer = try await Visitor(port: hub.port).send(
            "POST", "/\(call)", ["X-SystemId: \(system)", "X-SecretKey: \(TestHub.secrets[system] ?? "")"],
            type: "application/json", body)
        return try JSONReader.read(answer.body)
    }

    @Test("shows what became of what it sent, the newest first, and nobody else's")
    func sent() async throws {
        try await withOpenHub({ $0.longestList = 2 }) { hub in
            let (sender, recipient) = (try hub.client("so-mau"), try hub.client("chi-cuc"))
            for number in 1...3 {
                let text = HubEnvelope.document("d-\(number)", to: number == 1 ? ["H99.02", "H99.03"] : ["H99.02"])
                let parcel = try hub.parcel(text, to: number == 1 ? ["H99.02", "H99.03"] : ["H99.02"])
                #expect(try await sender.send(parcel).receipt != nil)
            }
            let first = try #require(try await recipient.waiting(atMost: 1).parcels.first)
            _ = try await recipient.fetch(first, into: hub.path("one"))
            try await recipient.acknowledge(first, as: .done)
            #expect(
                try await recipient.send(hub.parcel(HubEnvelope.status(), from: "H99.02", to: ["H99.01"])).receipt
                    != nil)

            var lines: [JSON] = []
            var before = ""
            while true {
                let page = try await ask(
                    hub, "getSentEdocList", "so-mau", #"{"messageType":"edoc","before":"\#(before)"}"#)
                #expect(page["ErrorCode"]?.string == "0", "\(page)")
                guard let items = page["data"]?.array, let last = items.last else { break }
                lines += items
                before = last["receiverDocId"]?.string ?? ""
            }
            #expect(lines.map { $0["toCode"]?.string } == ["H99.02", "H99.02", "H99.03", "H99.02"])
            #expect(
                lines.last?["receiveStatus"]?.string == "done" && lines.last?["receivedTime"]?.string?.isEmpty == false)
            #expect(lines.first?["receivedTime"]?.string == "" && lines.first?["sendStatus"]?.string == "done")
            #expect(lines.allSatisfy { $0["notation"]?.string == "07/SM-VP" && $0["fromCode"]?.string == "H99.01" })
            #expect(lines.first?["title"]?.string == "V/v thử gửi văn bản")
            #expect(Set(lines.compactMap { $0["senderDocId"]?.string }).count == 3)
            #expect(
                try await ask(hub, "getSentEdocList", "so-mau", #"{"messageType":"status"}"#)["data"]?.array?.isEmpty
                    == true)
            let others = try await ask(hub, "getSentEdocList", "chi-cuc")
            #expect(others["data"]?.array?.map { $0["messageType"]?.string } == ["status"])
            #expect(
                try await ask(hub, "getSentEdocList", "chi-cuc", #"{"before":"\#(before)"}"#)["ErrorCode"]?.string
                    == "22",
                "a line of another sender")
            await sender.close()
            await recipient.close()
        }
    }

    @Test("lets it enter agencies below its own, and no others")
    func registers() async throws {
        try await withOpenHub { hub in
            func register(_ code: String, _ more: String = "", as system: String = "so-mau") async throws -> String? {
                try await ask(hub, "registerAgency", system, #"{"code":"\#(code)","name":"Phòng Thử"\#(more)}"#)[
                    "ErrorCode"]?
                    .string
            }
            #expect(try await register("H99.01.05", #","mail":"p@example.vn""#) == "0")
            #expect(try await register("h99.01.05") == "0", "again it is the same")
            #expect(try await register("000.06.01.H99") == "0", "below by its old code")
            #expect(try await register("H99.01") == "0", "its own")
            for code in ["H99.02", "H99.02.01", "H99.011", "H99", "H98.01", "H99.09", "000.00.02.H99"] {
                #expect(try await register(code) == "18", "\(code)")
            }
            #expect(try await register("H99.01.05", as: "chi-cuc") == "18")
            for code in ["", "H99.01.", "H99.01.x y", "H99.01.\(String(repeating: "9", count: 80))"] {
                #expect(try await register(code).map { ["18", "23"].contains($0) } == true, "\(code)")
            }
            #expect(
                try await ask(hub, "registerAgency", "so-mau", #"{"code":"H99.01.07"}"#)["ErrorCode"]?.string == "23",
                "without a name")
            let recipient = try hub.client("so-mau")
            let all = try await recipient.agencies()
            #expect(all.first { $0.code == "H99.01.05" }?.parent == "H99.01")
            #expect(all.first { $0.code == "H99.01" }?.name == "Phòng Thử")
            // It sends and fetches for it at once.
            let sender = try hub.client("chi-cuc")
            let parcel = try hub.parcel(
                HubEnvelope.document(from: "H99.02", to: ["H99.01.05"]), from: "H99.02", to: ["H99.01.05"])
            #expect(try await sender.send(parcel).receipt != nil)
            #expect(try await recipient.waiting(atMost: 5).parcels.count == 1)
            #expect(try await ask(hub, "deleteAgency", "so-mau", #"{"code":"H99.01.05"}"#)["ErrorCode"]?.string == "10")
            await sender.close()
            await recipient.close()
        }
    }

    @Test("lets it take its own agencies out, and tells everybody at the next synchronisation")
    func deletes() async throws {
        try await withOpenHub { hub in
            func delete(_ code: String, as system: String = "chi-cuc") async throws -> String? {
                try await ask(hub, "deleteAgency", system, #"{"code":"\#(code)"}"#)["ErrorCode"]?.string
            }
            #expect(try await delete("H99.03", as: "so-mau") == "18")
            #expect(try await delete("H99.09") == "18")
            #expect(try await delete("") == "18")
            #expect(try await delete("h99.03") == "0")
            #expect(try await delete("H99.03") == "0", "said again")
            let sender = try hub.client("so-mau")
            #expect(try await !sender.agencies().contains { $0.code == "H99.03" })
            let gone = try hub.parcel(HubEnvelope.document(to: ["H99.03"]), to: ["H99.03"])
            #expect(try await sender.send(gone).code == "19")
            var dialect = AxisDialect.sdk2
            dialect.directoryCall = "getSynchronizeUnit"
            let units = try hub.client("so-mau", dialect: dialect)
            #expect(try await units.agencies().last.map { $0.code == "H99.03" && $0.isDeleted } == true)
            await sender.close()
            await units.close()
        }
    }

    @Test("answers a system that signs its headers, with a name in Vietnamese, and not one that signs others")
    func signed() async throws {
        try await withOpenHub { hub in
            let account = try AxisAccount(systemID: "so-mau", secret: TestHub.secrets["so-mau"] ?? "")
            let headers = AxisDialect.HeaderSignature().headers(
                [.init(name: "code", value: "H99.01.08"), .init(name: "name", value: "Phòng Hành chính")], account,
                at: Date()
            ).map { "\($0.name): \($0.value)" }
            var answer = try await Visitor(port: hub.port).send(
                "POST", "/registerAgency", headers, type: nil, bytes: [])
            #expect(answer.text.contains(#""ErrorCode":"0""#), "\(answer.text)")
            let client = try hub.client("so-mau")
            #expect(try await client.agencies().contains { $0.name == "Phòng Hành chính" })
            await client.close()
            answer = try await Visitor(port: hub.port).send(
                "POST", "/registerAgency", headers.map { $0.replacing("Hành", with: "Khác") }, type: nil, bytes: [])
            #expect(answer.status == 401)
        }
    }
}
