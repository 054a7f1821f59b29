import Crypto
import Exchange
public import Foundation

/// A system that has proved who it is, with the agencies for which it sends and fetches.
public struct HubCaller: Sendable {
    /// The name of the system (mã hệ thống).
    public let name: String
    /// The parameters that its proof covers; `nil` where the secret itself was sent and parameters are in the body.
    public let signed: [String: String]?
    /// Codes in small letters, and the rows.
    let agencies: [String: Int]
}

extension Hub {
    /// Finds out who asks.
    ///
    /// The `headers` are all fields of the request, as they came.
    ///
    /// - Throws: ``HubRefusal/credentials``
    public func caller(_ headers: [(name: String, value: String)], now: Date = Date()) async throws -> HubCaller {
        let signature = AxisDialect.HeaderSignature()
        if let name = single(signature.prefix + "systemid", headers) {
            let system = try await system(name)
            guard let signed = AxisSignature.check(headers, secret: system.secret, as: signature), system.isKnown,
                signed["systemid"] == name, let time = signed["timestamp"].flatMap(AxisSignature.time),
                abs(time.timeIntervalSince(now)) <= configuration.clockSeconds
            else { throw HubRefusal.credentials }
            return HubCaller(name: name, signed: signed, agencies: system.agencies)
        }
        guard let name = single("X-SystemId", headers), let secret = single("X-SecretKey", headers) else {
            throw HubRefusal.credentials
        }
        let system = try await system(name)
        // Compared as digests: how long it takes says nothing about where they differ.
        let isRight = SHA256.hash(data: Array(secret.utf8)) == SHA256.hash(data: Array(system.secret.utf8))
        guard isRight, system.isKnown else { throw HubRefusal.credentials }
        return HubCaller(name: name, signed: nil, agencies: system.agencies)
    }

    private struct System: Sendable {
        var secret: String
        var isKnown: Bool
        var agencies: [String: Int]
    }

    /// The system of this name; an unknown one has a secret that nobody has, and takes as long.
    private func system(_ name: String) async throws -> System {
        let known = try await systems.system(name)
        let secret = try known.map { try key.open($0.secret, of: name) }
        return System(secret: secret ?? UUID().uuidString, isKnown: secret != nil, agencies: known?.agencies ?? [:])
    }

    private func single(_ name: String, _ headers: [(name: String, value: String)]) -> String? {
        let values = headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        guard values.count == 1, let value = values.first, (1...64).contains(value.utf8.count) || name == "X-SecretKey",
            value.utf8.allSatisfy({ $0 >= 0x21 && $0 < 0x7F })
        else { return nil }
        return value
    }
}
