import Foundation
import Records

/// A sealed text, read back: what ``SealedEvent`` wrote.
///
/// Only what may leave is read; commitments and keyed digests stay.
struct SealedLeaf: Decodable {
    let v: Int
    let id: String
    let at: String
    let event: String
    let outcome: String
    let object: String
    let agency: String?
    let actor: String?
    let roles: String?
    let network: String?
    let session: String?
    let request: String?
    let reason: String?
    let objectId: String?
    let document: String?
    let detail: [String: String]?
    let behalf: String?
    let offHours: Bool?

    /// - Returns: `nil` where the text is not one that we write.
    static func read(_ entry: [UInt8]) -> SealedLeaf? {
        guard let leaf = try? JSONDecoder().decode(SealedLeaf.self, from: Data(entry)), leaf.v == 1 else { return nil }
        return leaf
    }

    /// The event as collectors get it.
    ///
    /// - Returns: `nil` where a number, a time or an outcome is none.
    func exported() -> ExportedEvent? {
        guard let number = Int(id), let instant = Self.instant(at),
            let result = AuditEvent.Outcome(rawValue: outcome)
        else { return nil }
        let roles = (roles ?? "").split(separator: ",").map(String.init)
        let by = ExportedEvent.Actor(kind: actor == nil ? "service" : "user", id: actor, roles: roles)
        let on = ExportedEvent.Object(kind: object, id: objectId, document: document)
        var exported =
            if let action = AuditEvent.Action(rawValue: event) {
                ExportedEvent(action, at: instant, outcome: result, by: by, on: on)
            } else {
                // Sealed by a program that knows more acts than this one.
                ExportedEvent(
                    event, title: event, meaning: AuditEvent.Action.requestRefused.meaning, at: instant,
                    outcome: result, by: by, on: on)
            }
        exported.number = number
        exported.reason = reason
        exported.agency = agency
        exported.session = session
        exported.source = .init(network: network)
        exported.request = request
        exported.detail = detail ?? [:]
        if let behalf { exported.detail["behalf"] = behalf }
        if offHours == true { exported.detail["off-hours"] = "true" }
        return exported
    }

    /// `2026-11-22T01:02:03.456789Z`, with as many digits behind the point as there are.
    private static func instant(_ text: String) -> Date? {
        let parts = text.dropLast().split(separator: ".", maxSplits: 1)
        guard text.hasSuffix("Z"), let whole = parts.first,
            let second = try? Date("\(whole)Z", strategy: .iso8601)
        else { return nil }
        guard parts.count == 2 else { return second }
        guard let fraction = Double("0.\(parts[1])") else { return nil }
        return second.addingTimeInterval(fraction)
    }
}
