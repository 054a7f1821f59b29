import Foundation
import Hummingbird
import Logging
import NIOCore
import Records
import Workflow

/// The calls of the axis: each unpacks, asks the hub, and answers in the axis's shape.
struct HubHandlers: Sendable {
    /// A call's parameters are a few short texts.
    private static let longestParameters = 64 << 10
    private static let page = 1000

    let hub: Hub
    let rate: CallRate
    let logger: Logger

    /// Answers any call; whatever goes wrong is told in the shape that the axis's clients read.
    func answer(_ call: String, _ request: Request) async -> Response {
        do {
            let caller = try await hub.caller(request.headers.map { (name: $0.name.rawName, value: $0.value) })
            guard rate.admits(caller.name) else { throw HubRefusal.tooMany }
            return try await answer(call, request, caller)
        } catch let refusal as HubRefusal {
            return HubAnswer.refusal(refusal)
        } catch let problem as Problem {
            return HubAnswer.refusal(
                problem.type == .tooLarge ? .tooLarge(bytes: hub.configuration.largest) : .malformed)
        } catch {
            logger.error("a call of the hub failed", metadata: ["call": "\(call)", "error": "\(error)"])
            return HubAnswer.fault
        }
    }

    private func answer(_ call: String, _ request: Request, _ caller: HubCaller) async throws -> Response {
        if call == "sendEdoc" { return try await send(request, caller) }
        let parameters = try await parameters(request, caller)
        switch call {
        case "getReceivedEdocList":
            let kind = parameters["messageType"].flatMap { $0.isEmpty ? nil : $0 }
            return HubAnswer.list(try await hub.received(kind, by: caller).map(HubAnswer.entry))
        case "getEdoc":
            return HubAnswer.envelope(try await hub.open(parameters["docId"] ?? "", by: caller))
        case "updateStatus":
            try await hub.settle(parameters["docId"] ?? "", as: parameters["status"] ?? "", by: caller)
            return HubAnswer.done
        case "getAgenciesList": return directory(after: 0, withUnits: false)
        case "getSynchronizeUnit":
            return directory(after: parameters["version"].flatMap { Int($0) } ?? 0, withUnits: true)
        default: return try await answerAgency(call, parameters, caller)
        }
    }

    /// What a system asks about itself: what it sent, and its agencies.
    private func answerAgency(_ call: String, _ parameters: [String: String], _ caller: HubCaller) async throws
        -> Response
    {
        switch call {
        case "getSentEdocList":
            let kind = parameters["messageType"].flatMap { $0.isEmpty ? nil : $0 }
            let sent = try await hub.sent(kind, before: parameters["before"] ?? "", by: caller)
            return HubAnswer.list(sent.map(HubAnswer.sent))
        case "registerAgency":
            let agency = NewHubAgency(
                code: parameters["code"] ?? "", name: parameters["name"] ?? "", parentCode: parameters["pid"] ?? "",
                mail: parameters["mail"] ?? "")
            try await hub.register(agency, by: caller)
            return HubAnswer.done
        case "deleteAgency":
            try await hub.delete(parameters["code"] ?? "", by: caller)
            return HubAnswer.done
        default: throw HubRefusal.malformed
        }
    }

    private func send(_ request: Request, _ caller: HubCaller) async throws -> Response {
        let form = try await hub.onPool { try await HubForm.read(request, hub) }
        let claim = HubClaim(caller.signed ?? form.fields)
        let receipt = try await hub.onPool { try await hub.accept(form.envelope, claim, by: caller) }
        return HubAnswer.accepted(receipt)
    }

    /// What the proof covers or, where the secret itself was sent, what the body says.
    private func parameters(_ request: Request, _ caller: HubCaller) async throws -> [String: String] {
        let body = try await request.wholeBody(limit: Self.longestParameters)
        if let signed = caller.signed { return Dictionary(uniqueKeysWithValues: signed.map { (Self.known($0), $1) }) }
        guard !body.isEmpty else { return [:] }
        guard let members = try? JSONReader.read(body).object else { throw HubRefusal.malformed }
        return members.compactMapValues { $0.string ?? $0.integer.map(String.init) }
    }

    /// Names of headers have no case.
    private static func known(_ name: String) -> String {
        ["docId", "messageType"].first { $0.lowercased() == name } ?? name
    }

    /// The directory, page by page: it may have a hundred thousand entries.
    private func directory(after version: Int, withUnits: Bool) -> Response {
        let hub = hub
        return HubAnswer.pieces { write in
            var last = version
            var isFirst = true
            while true {
                let page = try await hub.directory(after: last, count: Self.page)
                for agency in page where agency.isActive || withUnits {
                    var piece = isFirst ? [] : Array(",".utf8)
                    piece += HubAnswer.agency(agency, withUnits: withUnits).bytes
                    isFirst = false
                    try await write(ByteBuffer(bytes: piece))
                }
                guard page.count == Self.page, let end = page.last?.version else { return }
                last = end
            }
        }
    }
}
