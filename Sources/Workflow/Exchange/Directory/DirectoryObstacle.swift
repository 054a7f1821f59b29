import Records

/// Why a platform's list of agencies is not entered (lý do không đồng bộ danh bạ).
public enum DirectoryObstacle: Error, Sendable, Hashable {
    /// The peer is none that has a list.
    case noList
    /// The list has no agency that could be entered.
    case empty
    /// It would close more agencies than a sound list does from one day to the next.
    case shrunk(lost: Int, of: Int)

    var code: String {
        switch self {
        case .noList: "no-list"
        case .empty: "list-empty"
        case .shrunk: "list-shrunk"
        }
    }

    var sentence: Phrase {
        switch self {
        case .noList:
            Phrase(
                "Kênh này không cung cấp danh bạ; chỉ kênh kiểu “axis” mới có.",
                "This peer has no list of agencies; only those of the kind “axis” do.")
        case .empty:
            Phrase(
                "Danh bạ nhận được không có cơ quan nào dùng được, nên không thay đổi gì.",
                "The list that came has no agency that could be entered, so nothing was changed.")
        case .shrunk(let lost, let all):
            Phrase(
                "Danh bạ nhận được thiếu \(lost) trong \(all) cơ quan đang có, nên không thay đổi gì. Hãy hỏi nơi vận hành trục.",
                "The list that came lacks \(lost) of \(all) agencies that are known, so nothing was changed. Ask whoever runs "
                    + "the platform; where the list is right, enter it with --most-lost.")
        }
    }
}
