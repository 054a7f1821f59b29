/// A box on a page of a paper, in points from the shown page's upper left corner.
public struct PaperPlace: Sendable, Hashable {
    /// From 0.
    public var page: Int
    public var left: Double
    public var top: Double
    public var right: Double
    public var bottom: Double

    public init(page: Int, left: Double, top: Double, right: Double, bottom: Double) {
        self.page = page
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }
}

extension PaperPlace: Codable {
    /// An array, as the program that signs writes it: page, left, top, right, bottom.
    public init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        page = try values.decode(Int.self)
        left = try values.decode(Double.self)
        top = try values.decode(Double.self)
        right = try values.decode(Double.self)
        bottom = try values.decode(Double.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.unkeyedContainer()
        try values.encode(page)
        for value in [left, top, right, bottom] { try values.encode(value) }
    }
}
