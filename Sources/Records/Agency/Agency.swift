/// A public body that keeps its registers here (cơ quan, tổ chức).
public struct Agency: Sendable, Hashable, Identifiable {
    public typealias ID = Int

    public let id: ID
    /// Its identifier code (mã định danh), by QĐ 20/2020/QĐ-TTg: `H99.18`.
    public let code: String
    public let name: String

    public init(id: ID, code: String, name: String) {
        self.id = id
        self.code = code
        self.name = name
    }
}

/// A department, office or board of an agency (đơn vị).
public struct Unit: Sendable, Hashable, Identifiable {
    public typealias ID = Int

    public let id: ID
    public let name: String

    public init(id: ID, name: String) {
        self.id = id
        self.name = name
    }
}
