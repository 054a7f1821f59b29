import Crypto
public import Foundation

/// A parameter of a call: a header in one dialect, a field of the body in another.
struct AxisParameter: Sendable, Hashable {
    let name: String
    let value: String

    /// Whether a text can stand in a header as it is.
    static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
}

/// The proof of SDK 2.0: an HMAC-SHA256 over the headers as a JSON object, in hexadecimal digits.
///
/// Both sides use it: whoever asks makes it, and a hub checks it.
public enum AxisSignature {
    /// The bytes that are signed: `{"name":"value",…}` in the order given, quotes, backslashes and controls escaped.
    static func message(_ parameters: [AxisParameter]) -> [UInt8] {
        let pairs = parameters.map { "\(quoted($0.name)):\(quoted($0.value))" }
        return Array("{\(pairs.joined(separator: ","))}".utf8)
    }

    static func make(_ parameters: [AxisParameter], secret: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: message(parameters), using: SymmetricKey(data: Array(secret.utf8)))
        return Hexadecimal.text(code)
    }

    /// Checks the headers of a request that came in, and gives what they prove.
    ///
    /// The `headers` are as they came, in any case and order; the `secret` is that of the system id which the request
    /// names.
    ///
    /// - Returns: the signed values by their names in small letters; `nil` where anything is missing, twice or wrong.
    public static func check(
        _ headers: [(name: String, value: String)], secret: String, as signature: AxisDialect.HeaderSignature
    ) -> [String: String]? {
        let prefix = signature.prefix.lowercased()
        var values: [String: String] = [:]
        for header in headers where header.name.lowercased().hasPrefix(prefix) {
            let name = String(header.name.lowercased().dropFirst(prefix.count))
            guard values.updateValue(header.value, forKey: name) == nil else { return nil }
        }
        guard let code = values[signature.hashName].flatMap({ Hexadecimal.digest($0) }),
            let list = values[signature.namesName]
        else { return nil }
        var names = list.split(separator: ";").map(String.init)
        guard names.count <= 32, Set(names.map { $0.lowercased() }).count == names.count else { return nil }
        if signature.isSorted { names.sort() }
        var signed: [String: String] = [:]
        var parameters: [AxisParameter] = []
        for name in names {
            guard let value = values[name.lowercased()] else { return nil }
            signed[name.lowercased()] = value
            parameters.append(
                AxisParameter(name: signature.signsPrefixedNames ? signature.prefix + name : name, value: value))
        }
        let isRight = HMAC<SHA256>.isValidAuthenticationCode(
            code, authenticating: message(parameters), using: SymmetricKey(data: Array(secret.utf8)))
        return isRight ? signed : nil
    }

    /// The time of a request, such as `22112026T101500+0700`.
    public static func time(_ text: String) -> Date? {
        guard let match = text.wholeMatch(of: #/(\d\d)(\d\d)(\d{4})T(\d\d)(\d\d)(\d\d)([+\-])(\d\d)(\d\d)/#) else {
            return nil
        }
        let offset = ((Int(match.8) ?? 0) * 3600 + (Int(match.9) ?? 0) * 60) * (match.7 == "-" ? -1 : 1)
        guard let zone = TimeZone(secondsFromGMT: offset) else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = DateComponents(
            year: Int(match.3), month: Int(match.2), day: Int(match.1), hour: Int(match.4), minute: Int(match.5),
            second: Int(match.6))
        guard parts.isValidDate(in: calendar) else { return nil }
        return calendar.date(from: parts)
    }

    /// The same, from a time, in Vietnam's zone.
    public static func text(of time: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 7 * 3600) ?? .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: time)
        func digits(_ number: Int?, _ width: Int) -> String {
            let text = String(number ?? 0)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return digits(parts.day, 2) + digits(parts.month, 2) + digits(parts.year, 4) + "T" + digits(parts.hour, 2)
            + digits(parts.minute, 2) + digits(parts.second, 2) + "+0700"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20: result += "?"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
