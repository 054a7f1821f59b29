import Foundation

/// Readers of exported lines, written from the formats' documents and not from our writers.
enum Read {
    struct Unreadable: Error {}

    static func json(_ line: String) throws -> [String: Any] {
        guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
            throw Unreadable()
        }
        return object
    }

    /// A message of RFC 5424, section 6.
    struct Syslog {
        var priority = 0
        var host = ""
        var message = ""
        var elements: [(id: String, parameters: [(name: String, value: String)])] = []

        subscript(id: String, name: String) -> String? {
            elements.first { $0.id == id }?.parameters.first { $0.name == name }?.value
        }
    }

    static func syslog(_ line: String) throws -> Syslog {
        var signs = Array(line.unicodeScalars)[...]
        var read = Syslog()
        let header = try (0..<6).map { _ in try word(&signs) }
        let time = #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)/#
        guard let priority = header[0].wholeMatch(of: #/<(\d{1,3})>1/#), header[1].wholeMatch(of: time) != nil,
            zip(header[2...], [255, 48, 128, 32]).allSatisfy({ $0.utf8.count <= $1 })
        else { throw Unreadable() }
        read.priority = Int(priority.1) ?? 0
        (read.host, read.message) = (header[2], header[5])
        if signs.first == "-" { signs.removeFirst() } else { try elements(&signs, &read) }
        guard signs.isEmpty || signs.first == " " else { throw Unreadable() }
        return read
    }

    /// A word of printable ASCII, with the blank behind it.
    private static func word(_ signs: inout ArraySlice<Unicode.Scalar>) throws -> String {
        let word = signs.prefix { (0x21...0x7E).contains($0.value) }
        signs = signs.dropFirst(word.count)
        guard !word.isEmpty, signs.popFirst() == " " else { throw Unreadable() }
        return text(word)
    }

    private static func elements(_ signs: inout ArraySlice<Unicode.Scalar>, _ read: inout Syslog) throws {
        guard signs.first == "[" else { throw Unreadable() }
        while signs.first == "[" {
            signs.removeFirst()
            let id = try name(&signs)
            var parameters: [(name: String, value: String)] = []
            while signs.first == " " {
                signs.removeFirst()
                let name = try name(&signs)
                guard signs.popFirst() == "=", signs.popFirst() == "\"" else { throw Unreadable() }
                parameters.append((name, try value(&signs)))
            }
            guard signs.popFirst() == "]" else { throw Unreadable() }
            read.elements.append((id, parameters))
        }
    }

    private static func name(_ signs: inout ArraySlice<Unicode.Scalar>) throws -> String {
        let name = signs.prefix { (0x21...0x7E).contains($0.value) && !"=]\"".unicodeScalars.contains($0) }
        signs = signs.dropFirst(name.count)
        guard (1...32).contains(name.count) else { throw Unreadable() }
        return text(name)
    }

    /// A value up to its closing quote; then bytes written as `#012` are bytes again.
    private static func value(_ signs: inout ArraySlice<Unicode.Scalar>) throws -> String {
        var value = String.UnicodeScalarView()
        while let sign = signs.popFirst() {
            switch sign {
            case "\"": return try bytes(String(value))
            case "]": throw Unreadable()
            case "\\":
                guard let next = signs.popFirst() else { throw Unreadable() }
                if !"\"\\]".unicodeScalars.contains(next) { value.append(sign) }
                value.append(next)
            default: value.append(sign)
            }
        }
        throw Unreadable()
    }

    private static func bytes(_ value: String) throws -> String {
        var bytes: [UInt8] = []
        var rest = Array(value.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "#") {
                guard let octet = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8) else {
                    throw Unreadable()
                }
                bytes.append(octet)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Unreadable() }
        return text
    }

    /// A line of CEF: seven fields, and the extension by its keys.
    static func cef(_ line: String) throws -> (header: [String], fields: [String: String]) {
        var signs = Array(line.unicodeScalars)[...]
        var header: [String] = []
        var field: [Unicode.Scalar] = []
        while header.count < 7, let sign = signs.popFirst() {
            switch sign {
            case "|":
                header.append(text(field[...]))
                field = []
            case "\\":
                guard let next = signs.popFirst(), next == "|" || next == "\\" else { throw Unreadable() }
                field.append(next)
            default: field.append(sign)
            }
        }
        guard header.first == "CEF:0", header.count == 7 else { throw Unreadable() }
        return (header, try fields(Array(signs)))
    }

    /// A key is what stands between the last blank and an equals sign that no backslash hides.
    private static func fields(_ signs: [Unicode.Scalar]) throws -> [String: String] {
        var equals: [Int] = []
        var isHidden = false
        for (place, sign) in signs.enumerated() {
            if sign == "=", !isHidden { equals.append(place) }
            isHidden = sign == "\\" && !isHidden
        }
        let keys = equals.map { end in ((signs[..<end].lastIndex(of: " ") ?? -1) + 1)..<end }
        var fields: [String: String] = [:]
        for (number, key) in keys.enumerated() {
            let end = number + 1 < keys.count ? keys[number + 1].lowerBound - 1 : signs.count
            let name = text(signs[key])
            guard name.wholeMatch(of: #/[A-Za-z0-9]+/#) != nil, fields[name] == nil, key.upperBound + 1 <= end else {
                throw Unreadable()
            }
            fields[name] = try unescaped(signs[(key.upperBound + 1)..<end])
        }
        return fields
    }

    private static func unescaped(_ signs: ArraySlice<Unicode.Scalar>) throws -> String {
        var (value, rest) = (String.UnicodeScalarView(), signs)
        while let sign = rest.popFirst() {
            guard sign == "\\" else {
                value.append(sign)
                continue
            }
            switch rest.popFirst() {
            case "n": value.append("\n")
            case "r": value.append("\r")
            case "=": value.append("=")
            case "\\": value.append("\\")
            case "u":
                guard let number = UInt32(text(rest.prefix(4)), radix: 16), let scalar = Unicode.Scalar(number) else {
                    throw Unreadable()
                }
                value.append(scalar)
                rest = rest.dropFirst(4)
            default: throw Unreadable()
            }
        }
        return String(value)
    }

    private static func text(_ signs: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(signs))
    }
}
