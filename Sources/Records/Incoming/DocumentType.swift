/// A type of administrative document (tên loại văn bản), by Decree 30/2020/NĐ-CP, Article 7.
public struct DocumentType: Sendable, Hashable {
    /// Its name: `Quyết định`.
    public let name: String
    /// Its abbreviation in a symbol, by Appendix III: `QĐ`; official letters have none.
    public let abbreviation: String?

    /// The 29 types, in the order of the decree.
    public static let all: [DocumentType] = [
        .init("Nghị quyết", "NQ"), .init("Quyết định", "QĐ"), .init("Chỉ thị", "CT"), .init("Quy chế", "QC"),
        .init("Quy định", "QyĐ"), .init("Thông cáo", "TC"), .init("Thông báo", "TB"), .init("Hướng dẫn", "HD"),
        .init("Chương trình", "CTr"), .init("Kế hoạch", "KH"), .init("Phương án", "PA"), .init("Đề án", "ĐA"),
        .init("Dự án", "DA"), .init("Báo cáo", "BC"), .init("Biên bản", "BB"), .init("Tờ trình", "TTr"),
        .init("Hợp đồng", "HĐ"), .init("Công văn", nil), .init("Công điện", "CĐ"), .init("Bản ghi nhớ", "BGN"),
        .init("Bản thỏa thuận", "BTT"), .init("Giấy ủy quyền", "GUQ"), .init("Giấy mời", "GM"),
        .init("Giấy giới thiệu", "GGT"), .init("Giấy nghỉ phép", "GNP"), .init("Phiếu gửi", "PG"),
        .init("Phiếu chuyển", "PC"), .init("Phiếu báo", "PB"), .init("Thư công", nil),
    ]

    private init(_ name: String, _ abbreviation: String?) {
        self.name = name
        self.abbreviation = abbreviation
    }

    /// The type that a symbol such as `QĐ-UBND` belongs to; an official letter where it names none.
    public static func named(inNotation notation: String) -> DocumentType? {
        let first = notation.split(separator: "-").first.map(String.init)
        return all.first { $0.abbreviation != nil && $0.abbreviation == first }
    }
}
