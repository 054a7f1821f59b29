import Foundation

/// What every call of the axis answers; the spellings differ between platforms.
struct AxisAnswer<Item: Decodable & Sendable>: Decodable, Sendable {
    let code: String
    let text: String
    let document: String?
    /// What a list holds; `nil` where the call answers none.
    let items: [Item]?

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: AnyKey.self)
        code = fields.text("ErrorCode") ?? fields.text("errorCode") ?? ""
        text = fields.text("ErrorDesc") ?? fields.text("errorDesc") ?? ""
        document = fields.text("DocId") ?? fields.text("docId")
        items = try? fields.decode([Item].self, forKey: AnyKey("data"))
    }

    /// A peer's words, as far as they may be shown.
    var shown: String {
        let clean = text.unicodeScalars.filter {
            !$0.properties.isNoncharacterCodePoint && $0.value >= 32 && $0.value != 127
        }
        return String(String.UnicodeScalarView(clean.prefix(200)))
    }
}

/// A parcel in the list of what waits.
struct AxisEntry: Decodable, Sendable {
    let id: String
    let sender: String?
    let messageType: String?
    let digest: String?

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: AnyKey.self)
        id = fields.text("docId") ?? fields.text("id") ?? ""
        sender = fields.text("from")
        messageType = fields.text("messageType")
        digest = fields.text("hash-file") ?? fields.text("hashFile")
    }
}

/// An agency as the directory has it (danh mục cơ quan).
public struct AxisAgency: Sendable, Hashable, Decodable {
    /// The code (mã định danh).
    public let code: String
    public let name: String
    /// The directory's own number of it and of the agency above.
    public let id: String?
    public let parent: String?
    public let mail: String?
    /// The code of the centre that reaches it (mã trung tâm), in `getSynchronizeUnit`.
    public let centre: String?
    public let version: String?
    public let isDeleted: Bool

    public init(
        code: String, name: String, id: String? = nil, parent: String? = nil, mail: String? = nil,
        centre: String? = nil, version: String? = nil, isDeleted: Bool = false
    ) {
        self.code = code
        self.name = name
        self.id = id
        self.parent = parent
        self.mail = mail
        self.centre = centre
        self.version = version
        self.isDeleted = isDeleted
    }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: AnyKey.self)
        code = fields.text("code") ?? ""
        name = fields.text("name") ?? ""
        id = fields.text("id")
        parent = fields.text("pid")
        mail = fields.text("mail")
        centre = fields.text("centerCode")
        version = fields.text("version")
        isDeleted = ["true", "1"].contains(fields.text("deleted"))
    }
}

/// A name in a JSON object.
struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
}

extension KeyedDecodingContainer<AnyKey> {
    /// A text, or a number or flag that a platform writes without quotes.
    func text(_ name: String) -> String? {
        let key = AnyKey(name)
        // Asked first: in some builds of Swift 6.3.1 a number that is not there was read as 0, which means success.
        guard contains(key), (try? decodeNil(forKey: key)) == false else { return nil }
        if let text = try? decode(String.self, forKey: key) { return text }
        if let number = try? decode(Int64.self, forKey: key) { return String(number) }
        return (try? decode(Bool.self, forKey: key)).map { $0 ? "true" : "false" }
    }
}
