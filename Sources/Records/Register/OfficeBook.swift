/// A book of an office that is printed, signed and bound (sổ), with its columns as Appendix IV of Decree 30/2020 draws them.
public enum OfficeBook: String, CaseIterable, Sendable, Codable {
    /// Sổ đăng ký văn bản đến, part VI.
    case incoming
    /// Sổ theo dõi giải quyết văn bản đến, part VIII.
    case followUp = "follow-up"
    /// Sổ đăng ký văn bản đi, part I.
    case outgoing
    /// Sổ gửi văn bản đi bưu điện, part III.
    case posting
    /// Sổ sử dụng bản lưu, part IV.
    case copies
    /// The register of copies (sổ đăng ký bản sao), which the decree draws none for: it has the columns of outgoing documents.
    case made

    /// A column: its heading, and its share of the width of the page in millimetres.
    public struct Column: Sendable, Hashable {
        public let heading: String
        public let width: Int

        init(_ heading: String, _ width: Int) {
            self.heading = heading
            self.width = width
        }
    }

    /// What stands on its cover; the law's own words, in no other language.
    public var title: String {
        switch self {
        case .incoming: "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN"
        case .followUp: "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN"
        case .outgoing: "SỔ ĐĂNG KÝ VĂN BẢN ĐI"
        case .posting: "SỔ GỬI VĂN BẢN ĐI BƯU ĐIỆN"
        case .copies: "SỔ SỬ DỤNG BẢN LƯU"
        case .made: "SỔ ĐĂNG KÝ BẢN SAO"
        }
    }

    /// The columns; their widths add up to 277, the width of A4 across without its margins.
    public var columns: [Column] {
        switch self {
        case .incoming:
            [
                .init("Ngày đến", 19), .init("Số đến", 15), .init("Tác giả", 38), .init("Số, ký hiệu văn bản", 30),
                .init("Ngày tháng văn bản", 19), .init("Tên loại và trích yếu nội dung văn bản", 66),
                .init("Đơn vị hoặc người nhận", 34), .init("Ngày chuyển", 19), .init("Ký nhận", 17),
                .init("Ghi chú", 20),
            ]
        case .followUp:
            [
                .init("Số đến", 15),
                .init("Tên loại, số và ký hiệu, ngày tháng và tên cơ quan, tổ chức ban hành văn bản", 82),
                .init("Đơn vị hoặc người nhận", 48), .init("Thời hạn giải quyết", 24), .init("Tiến độ giải quyết", 44),
                .init("Số, ký hiệu văn bản trả lời", 34), .init("Ghi chú", 30),
            ]
        case .outgoing, .made:
            [
                .init("Số, ký hiệu văn bản", 30), .init("Ngày tháng văn bản", 19),
                .init("Tên loại và trích yếu nội dung văn bản", 66), .init("Người ký", 26),
                .init("Nơi nhận văn bản", 42),
                .init("Đơn vị, người nhận bản lưu", 26), .init("Số lượng bản", 14), .init("Ngày chuyển", 19),
                .init("Ký nhận", 17), .init("Ghi chú", 18),
            ]
        case .posting:
            [
                .init("Ngày chuyển", 26), .init("Số, ký hiệu văn bản", 50), .init("Nơi nhận văn bản", 90),
                .init("Số lượng bì", 20), .init("Ký nhận và dấu bưu điện", 51), .init("Ghi chú", 40),
            ]
        case .copies:
            [
                .init("Ngày tháng", 19), .init("Họ và tên người sử dụng", 36),
                .init("Số, ký hiệu, ngày tháng văn bản", 40),
                .init("Tên loại và trích yếu nội dung văn bản", 66), .init("Số và ký hiệu hồ sơ", 24),
                .init("Ký nhận", 18),
                .init("Ngày trả", 19), .init("Người cho phép sử dụng", 30), .init("Ghi chú", 25),
            ]
        }
    }
}
