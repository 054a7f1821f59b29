import XMLStream

/// An element of the envelope's header or manifest, with all that is in it.
struct Node {
    var name: String
    let line: Int
    /// How the sender spelt the name, if not so.
    var written: String?
    /// Without blanks around it.
    var text = ""
    var children: [Node] = []
    var attributes: [XMLAttribute] = []
    /// The number of the file that the element's text was decoded to.
    var file: Int?

    /// The value of an attribute, unless it is empty.
    func attribute(_ name: String) -> String? {
        attributes.first { $0.name.local == name }.map(\.value.trimmed).flatMap { $0.isEmpty ? nil : $0 }
    }

    func first(_ name: String) -> Node? { children.first { $0.name == name } }

    func first(_ names: Set<String>) -> Node? { children.first { names.contains($0.name) } }

    /// The first element of that name, however deep inside.
    func descendant(_ name: String) -> Node? {
        first(name) ?? children.lazy.compactMap { $0.descendant(name) }.first
    }

    func all(_ name: String) -> [Node] { children.filter { $0.name == name } }

    /// The text of the first child of that name, unless it is empty.
    func text(_ name: String) -> String? {
        first(name).flatMap { $0.text.isEmpty ? nil : $0.text }
    }
}
