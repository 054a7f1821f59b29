public import Crypto
public import Foundation

/// The signature of a request between two offices: RFC 9421 with Ed25519, in the one form that both sides write.
///
/// A request signs its method, authority and path and, in this order, the fields of `fields` that are said below; the
/// signature's parameters are `created`, `keyid`, `alg` and `tag`. Another order, other components or a second signature are
/// refused: what is checked is then what was written, letter by letter, and no reader of structured fields can disagree
/// with another.
public enum RequestSignature {
    static let label = "congvan"
    static let tag = "congvan-exchange"
    /// How far the clocks of two offices may be apart, and how long a request may be on its way.
    public static let window: TimeInterval = 300

    /// What is signed of a request, beside its fields.
    public struct Target: Sendable, Hashable {
        public let method: String
        /// The host, with its port where that is not the scheme's.
        public let authority: String
        public let path: String

        public init(method: String, authority: String, path: String) {
            self.method = method
            self.authority = authority
            self.path = path
        }
    }

    /// Signs a request.
    ///
    /// `fields` are the header fields to sign, names in small letters.
    ///
    /// - Returns: the two fields to add.
    static func sign(
        _ target: Target, _ fields: [(name: String, value: String)], keyID: String,
        key: Curve25519.Signing.PrivateKey, at time: Date
    ) throws -> [(name: String, value: String)] {
        let parameters = parameters(fields.map(\.name), created: Int(time.timeIntervalSince1970), keyID: keyID)
        let signature = try key.signature(for: base(target, fields, parameters))
        return [
            ("signature-input", "\(label)=\(parameters)"),
            ("signature", "\(label)=:\(signature.base64EncodedString()):"),
        ]
    }

    /// Checks a request's signature.
    ///
    /// The `headers` are all fields of the request, as they came; the `names` are those that must be signed, in order
    /// and in small letters. The `keys` are the public keys of peers by their ids.
    ///
    /// - Returns: the id of the key that signed.
    /// - Throws: ``ExchangeError`` with ``TransportFault/unsigned(_:)``.
    public static func check(
        _ target: Target, _ headers: [(name: String, value: String)], signing names: [String],
        keys: [String: Curve25519.Signing.PublicKey], at time: Date
    ) throws(ExchangeError) -> String {
        let input = try single("signature-input", headers)
        let value = try single("signature", headers)
        guard let keyID = keys.keys.first(where: { input.contains(";keyid=\"\($0)\";") }), let key = keys[keyID] else {
            throw unsigned("keyid")
        }
        guard let created = input.firstMatch(of: #/;created=([0-9]{1,12});/#).flatMap({ Int($0.1) }) else {
            throw unsigned("created")
        }
        let parameters = parameters(names, created: created, keyID: keyID)
        guard input == "\(label)=\(parameters)" else { throw unsigned("signature-input") }
        guard abs(time.timeIntervalSince1970 - Double(created)) <= window else { throw unsigned("created") }
        let start = "\(label)=:"
        guard value.hasPrefix(start), value.hasSuffix(":"),
            let signature = Data(base64Encoded: String(value.dropFirst(start.count).dropLast())), signature.count == 64
        else { throw unsigned("signature") }
        var fields: [(name: String, value: String)] = []
        for name in names { fields.append((name, try single(name, headers))) }
        guard key.isValidSignature(signature, for: base(target, fields, parameters)) else {
            throw unsigned("signature")
        }
        return keyID
    }

    /// `Content-Digest` of RFC 9530.
    static func contentDigest(_ digest: [UInt8]) -> String { "sha-256=:\(Data(digest).base64EncodedString()):" }

    /// A field that stands there once.
    static func single(
        _ name: String, _ headers: [(name: String, value: String)]
    ) throws(ExchangeError) -> String {
        let values = headers.filter { $0.name.lowercased() == name }.map(\.value)
        guard let value = values.first, values.count == 1, AxisParameter.isPlain(value) else { throw unsigned(name) }
        return value
    }

    static func unsigned(_ what: String) -> ExchangeError { ExchangeError(.transport(.unsigned(what))) }

    private static func parameters(_ fields: [String], created: Int, keyID: String) -> String {
        let names = (["@method", "@authority", "@path"] + fields).map { "\"\($0)\"" }.joined(separator: " ")
        return "(\(names));created=\(created);keyid=\"\(keyID)\";alg=\"ed25519\";tag=\"\(tag)\""
    }

    private static func base(
        _ target: Target, _ fields: [(name: String, value: String)], _ parameters: String
    ) -> Data {
        var lines = [
            "\"@method\": \(target.method)", "\"@authority\": \(target.authority.lowercased())",
            "\"@path\": \(target.path)",
        ]
        lines += fields.map { "\"\($0.name)\": \($0.value.trimmingCharacters(in: .whitespaces))" }
        lines.append("\"@signature-params\": \(parameters)")
        return Data(lines.joined(separator: "\n").utf8)
    }
}
