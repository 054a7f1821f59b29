/// A line of ours as a collector kept it (dòng nhật ký ở máy thu): which event it says that it is, and its facts.
///
/// Whatever a collector puts before and behind the structured data is passed over, and so is the escaping of a template
/// that writes JSON. Anybody may write to a collector: what a line says is to be compared with what was sealed.
public struct CollectedLine: Sendable, Hashable {
    /// What tells an event from every other, and is written alike by every version of the program.
    private static let telling: Set<String> = ["id", "outcome", "reason", "actor", "agency", "obj", "doc", "req"]

    /// The number of the log.
    public let log: Int
    /// The place in the log, from 1.
    public let place: Int
    /// The facts that tell the event from others, by name; their values as they are escaped in the line.
    public let facts: [String: String]

    /// Reads the structured data of a line.
    ///
    /// - Returns: `nil` for a line of others, one that was cut, and one whose two numbers do not agree.
    public init?(_ line: some Collection<UInt8>) {
        var line = Array(line)[...]
        guard let start = line.firstRange(of: Array("[evt@".utf8)) else { return nil }
        line = line[start.lowerBound...]
        if line.prefix(Self.head).firstRange(of: Array("=\\\"".utf8)) != nil { line = Self.unescaped(line)[...] }
        var elements: [String: [String: String]] = [:]
        while line.first == UInt8(ascii: "[") {
            guard let (name, parameters) = Self.element(&line) else { return nil }
            let kind = String(name.prefix { $0 != "@" })
            guard elements.updateValue(parameters, forKey: kind) == nil else { return nil }
        }
        guard let evt = elements["evt"], let place = evt["idx"].flatMap({ Int($0) }), place > 0,
            let sequence = elements["meta"]?["sequenceId"].flatMap({ Int($0) }), sequence == RFC5424.sequence(place)
        else { return nil }
        if let number = evt["log"] {
            guard let number = Int(number), number > 1 else { return nil }
            log = number
        } else {
            log = 1
        }
        self.place = place
        facts = evt.filter { Self.telling.contains($0.key) }
    }

    /// So many bytes hold the element's name and its first parameter.
    private static let head = 64

    private static func element(_ line: inout ArraySlice<UInt8>) -> (name: String, parameters: [String: String])? {
        line.removeFirst()
        guard let name = word(&line) else { return nil }
        var parameters: [String: String] = [:]
        while line.first == UInt8(ascii: " ") {
            line.removeFirst()
            guard let key = word(&line), line.popFirst() == UInt8(ascii: "="), line.popFirst() == UInt8(ascii: "\""),
                let value = value(&line)
            else { return nil }
            // Details may repeat the names “key” and “value”; the facts that count here have names of their own.
            parameters[key] = value
        }
        return line.popFirst() == UInt8(ascii: "]") ? (name, parameters) : nil
    }

    /// SD-NAME of RFC 5424 §6.
    private static func word(_ line: inout ArraySlice<UInt8>) -> String? {
        let word = line.prefix { (0x21...0x7E).contains($0) && !"=]\"".utf8.contains($0) }
        line = line.dropFirst(word.count)
        return word.isEmpty || word.count > 32 ? nil : String(decoding: word, as: UTF8.self)
    }

    /// A value up to its closing quote, with its escapes.
    private static func value(_ line: inout ArraySlice<UInt8>) -> String? {
        var end = line.startIndex
        while end < line.endIndex, line[end] != UInt8(ascii: "\"") {
            end += line[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard end < line.endIndex else { return nil }
        defer { line = line[(end + 1)...] }
        return String(decoding: line[line.startIndex..<end], as: UTF8.self)
    }

    /// The text of a JSON string, as far as what we write needs it.
    private static func unescaped(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        var rest = line
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), let next = rest.first, "\"\\/".utf8.contains(next) {
                text.append(next)
                rest.removeFirst()
            } else {
                text.append(byte)
            }
        }
        return text
    }
}
