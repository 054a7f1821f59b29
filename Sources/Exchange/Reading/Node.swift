import XMLStream

/// An element of the envelope's header or manifest, with all that is in it.
struct Node {
    let name: String
    let line: Int
    /// Without blanks around it.
    var text = ""
    var children: [Node] = []
    var attributes: [XMLAttribute] = []
    /// The number of the file that the element's text was decoded to.
    var file: Int?

    func first(_ name: String) -> Node? { children.first { $0.name == name } }

    func first(_ names: Set<String>) -> Node? { children.first { names.contains($0.name) } }

    func all(_ name: String) -> [Node] { children.filter { $0.name == name } }

    /// The text of the first child of that name, unless it is empty.
    func text(_ name: String) -> String? {
        first(name).flatMap { $0.text.isEmpty ? nil : $0.text }
    }
}
