public import Records

/// Something that whoever runs the office must see to (cảnh báo).
public enum Alarm: String, Sendable, CaseIterable, Comparable {
    case trailDiskFilling = "trail-disk-filling"
    case trailDiskFull = "trail-disk-full"
    case filesDiskFilling = "files-disk-filling"
    case filesDiskFull = "files-disk-full"
    case sealLate = "seal-late"
    case trailForked = "trail-forked"
    case collectorAway = "collector-away"
    case peerSilent = "peer-silent"
    case peerHolding = "peer-holding"
    case peerMissing = "peer-missing"
    case directoryStale = "directory-stale"
    case clockStepped = "clock-stepped"

    /// Whether the office stops over it, or soon will.
    public var isCritical: Bool {
        switch self {
        case .trailDiskFull, .filesDiskFull, .sealLate, .trailForked: true
        case .trailDiskFilling, .filesDiskFilling, .collectorAway, .peerSilent, .peerHolding, .peerMissing,
            .directoryStale, .clockStepped:
            false
        }
    }

    /// What is wrong and what to do.
    public var sentence: Phrase {
        switch self {
        case .trailDiskFilling:
            Phrase(
                "Đĩa chứa sổ niêm phong nhật ký đã dùng 75 %. Quản trị hãy thêm dung lượng.",
                "The disk of the sealed trail is 75 % full. An administrator adds space.")
        case .trailDiskFull:
            Phrase(
                "Đĩa chứa sổ niêm phong nhật ký đã dùng 90 %; khi đầy, hệ thống sẽ dừng. Quản trị hãy thêm dung lượng ngay.",
                "The disk of the sealed trail is 90 % full; once it is full the office stops. An administrator adds space now."
            )
        case .filesDiskFilling:
            Phrase(
                "Đĩa chứa kho tệp đã dùng 75 %. Quản trị hãy thêm dung lượng.",
                "The disk of the file store is 75 % full. An administrator adds space.")
        case .filesDiskFull:
            Phrase(
                "Đĩa chứa kho tệp đã dùng 90 %; khi đầy sẽ không nhận được tệp. Quản trị hãy thêm dung lượng ngay.",
                "The disk of the file store is 90 % full; once it is full no file is taken. An administrator adds space now."
            )
        case .sealLate:
            Phrase(
                "Niêm phong nhật ký chậm quá 5 giây; quá 60 giây hệ thống sẽ dừng. Quản trị hãy xem nhật ký dịch vụ.",
                "The trail is sealed more than 5 seconds late; after 60 the office stops. An administrator reads the service's log."
            )
        case .trailForked:
            Phrase(
                "Cơ sở dữ liệu không khớp với nhật ký đã niêm phong. Không ký thêm gì. Quản trị hãy khôi phục bản đúng "
                    + "hoặc mở sổ niêm phong mới.",
                "The database is not the one whose trail was sealed. Nothing is signed over it. An administrator restores the "
                    + "right one, or opens the next log.")
        case .collectorAway:
            Phrase(
                "Máy thu nhật ký không nhận được quá một phút. Quản trị hãy kiểm tra máy thu và chứng thư; không mất dòng nào.",
                "The collector of the trail has been away or behind for a minute. An administrator checks it and its "
                    + "certificate; nothing is lost.")
        case .peerSilent:
            Phrase(
                "Một kênh liên thông không nhận gói tin nào quá một giờ. Quản trị hãy xem trang gói tin gửi lỗi và cấu hình kênh.",
                "A peer has taken no envelope for more than an hour. An administrator looks at its state and its settings."
            )
        case .peerHolding:
            Phrase(
                "Một kênh liên thông có gói tin không nhận về được quá một giờ. Quản trị hãy xem trang gói tin gửi lỗi và nhật ký "
                    + "dịch vụ; gói tin vẫn còn ở bên kia.",
                "A peer has had something for more than an hour that does not get in. An administrator looks at its state and "
                    + "the service's log; nothing is lost.")
        case .peerMissing:
            Phrase(
                "Có gói tin chờ gửi qua một kênh chưa có trong cấu hình. Quản trị hãy bổ sung kênh vào exchange.peers.",
                "Envelopes wait for a peer that the settings do not have. An administrator adds it to exchange.peers.")
        case .directoryStale:
            Phrase(
                "Danh bạ cơ quan nhiều ngày chưa đồng bộ được, hoặc bản nhận được bị từ chối vì thiếu quá nhiều cơ quan. "
                    + "Quản trị hãy xem nhật ký dịch vụ và hỏi nơi vận hành trục.",
                "The directory of agencies has not been synchronised for days, or the list that came was refused because it "
                    + "lacks too many. An administrator reads the service's log and asks whoever runs the platform.")
        case .clockStepped:
            Phrase(
                "Đồng hồ bị chỉnh hơn một giây trong giờ qua. Quản trị hãy kiểm tra đồng bộ giờ (NTP).",
                "A clock was stepped by more than a second within the last hour. An administrator checks the time service (NTP)."
            )
        }
    }

    public static func < (one: Alarm, other: Alarm) -> Bool {
        (one.isCritical ? 0 : 1, one.rawValue) < (other.isCritical ? 0 : 1, other.rawValue)
    }
}
