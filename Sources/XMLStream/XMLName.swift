/// The name of an element or attribute: its local part and the namespace that its prefix stands for.
public struct XMLName: Hashable, Sendable {
    public let local: String
    public let namespace: String?

    public init(_ local: String, namespace: String? = nil) {
        self.local = local
        self.namespace = namespace
    }
}

/// An attribute of an element.
public struct XMLAttribute: Hashable, Sendable {
    public let name: XMLName
    public let value: String

    public init(_ name: XMLName, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// The start of an element.
public struct XMLElement: Hashable, Sendable {
    public let name: XMLName
    public let attributes: [XMLAttribute]
    /// The line of the tag, counted from 1.
    public let line: Int

    public init(_ name: XMLName, attributes: [XMLAttribute] = [], line: Int) {
        self.name = name
        self.attributes = attributes
        self.line = line
    }
}
