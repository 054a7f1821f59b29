import Foundation
import Records

/// Values that are read if they can be; if not, that is a warning.
extension Interpreter {
    mutating func day(_ node: Node?, _ name: String, in path: String) -> Day? {
        read(node, name, path, WrittenTime.day)
    }

    mutating func instant(_ node: Node?, _ name: String, in path: String) -> Date? {
        read(node, name, path, WrittenTime.instant)
    }

    mutating func number(
        _ node: Node?, _ name: String, in range: ClosedRange<Int> = 0...1_000_000, at path: String
    ) -> Int? {
        read(node, name, path) { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }
    }

    mutating func flag(_ node: Node?, _ name: String, at path: String) -> Bool? {
        read(node, name, path) { text in
            switch text.lowercased() {
            case "true", "1": true
            case "false", "0": false
            default: nil
            }
        }
    }

    /// An identifier of something else: it goes into logs and pages, so it is one line of sensible length.
    mutating func line(_ node: Node?, _ name: String, in path: String) -> String? {
        read(node, name, path) { $0.unicodeScalars.count <= 400 && !$0.hasControlCharacters ? $0 : nil }
    }

    func texts(_ node: Node?, _ name: String) -> [String] {
        node?.all(name).map(\.text).filter { !$0.isEmpty } ?? []
    }

    private mutating func read<Value>(
        _ node: Node?, _ name: String, _ path: String, _ read: (String) -> Value?
    ) -> Value? {
        guard let text = node?.text(name) else { return nil }
        guard let value = read(text) else {
            warn(.unreadable(path: path + "/" + name))
            return nil
        }
        return value
    }
}
