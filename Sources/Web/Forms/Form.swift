public import Workflow

/// What a person sent with a form: texts by name, and files that are in the store already.
///
/// Texts are UTF-8, composed (NFC), with plain line feeds and without NUL.
public struct Form: Sendable {
    /// The texts in the order they were sent.
    public internal(set) var fields: [Field] = []
    public internal(set) var files: [ReceivedFile] = []
    /// The names of the fields that the files were sent in, in the same order.
    var fileFields: [String] = []
    /// What makes pressing the button twice do once; from the field `_key`.
    public internal(set) var idempotencyKey: IdempotencyKey?

    public struct Field: Sendable, Hashable {
        public let name: String
        public let value: String
    }

    /// The text of a field; empty where it was not sent.
    public subscript(name: String) -> String { fields.first { $0.name == name }?.value ?? "" }

    /// Every text that was sent under one name, such as the boxes that are ticked.
    public func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    public func has(_ name: String) -> Bool { fields.contains { $0.name == name } }

    /// The files that were sent in one field.
    public func files(in field: String) -> [ReceivedFile] {
        zip(fileFields, files).filter { $0.0 == field }.map(\.1)
    }
}
