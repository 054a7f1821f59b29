/// What stands on the cover of a book, by Appendix IV of Decree 30/2020 (bìa sổ).
public struct BookCover: Sendable, Equatable {
    /// The agency above, which not every agency has (cơ quan chủ quản trực tiếp).
    public var parentAgency: String?
    public var agency: String
    public var year: Int
    public var days: ClosedRange<Day>
    /// The first and the last number; books without numbers have none.
    public var numbers: ClosedRange<Int>?
    public var volume: Int

    public init(
        parentAgency: String? = nil, agency: String, year: Int, days: ClosedRange<Day>,
        numbers: ClosedRange<Int>? = nil,
        volume: Int = 1
    ) {
        self.parentAgency = parentAgency
        self.agency = agency
        self.year = year
        self.days = days
        self.numbers = numbers
        self.volume = volume
    }
}
