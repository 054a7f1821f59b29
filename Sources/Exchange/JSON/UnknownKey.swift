import Foundation

/// Finds what a person wrote in a description that nobody will read.
enum UnknownKey {
    /// The first key, such as `to.0.nmae`, that stands in one text and not in what was understood of it.
    static func first(of given: Data, notIn understood: Data) -> String? {
        guard let given = try? JSONSerialization.jsonObject(with: given),
            let understood = try? JSONSerialization.jsonObject(with: understood)
        else { return nil }
        return first(given, understood, path: [])
    }

    private static func first(_ given: Any, _ understood: Any?, path: [String]) -> String? {
        if let given = given as? [String: Any] {
            let understood = understood as? [String: Any] ?? [:]
            for (key, value) in given.sorted(by: { $0.key < $1.key }) where !isNothing(value) {
                guard let counterpart = understood[key] else { return (path + [key]).joined(separator: ".") }
                if let found = first(value, counterpart, path: path + [key]) { return found }
            }
        }
        if let given = given as? [Any], let understood = understood as? [Any] {
            for (index, (value, counterpart)) in zip(given, understood).enumerated() {
                if let found = first(value, counterpart, path: path + ["\(index)"]) { return found }
            }
        }
        return nil
    }

    /// What may be written or left out, as one likes.
    private static func isNothing(_ value: Any) -> Bool { value is NSNull || (value as? [Any])?.isEmpty == true }
}
