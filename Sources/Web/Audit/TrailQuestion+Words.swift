import Records
import Workflow

extension TrailQuestion {
    /// What the questions are about, as the page groups them.
    enum Matter: CaseIterable {
        case documents, people, security, trail

        var label: Phrase {
            switch self {
            case .documents: Phrase("Văn bản", "Documents")
            case .people: Phrase("Con người", "People")
            case .security: Phrase("An toàn", "Security")
            case .trail: Phrase("Nhật ký", "The trail")
            }
        }

        var questions: [TrailQuestion] {
            switch self {
            case .documents: [.readers, .life, .withoutReason]
            case .people: [.person, .masses, .offHours, .idle]
            case .security: [.signIns, .refusals, .rights, .whereabouts]
            case .trail: [.keepers, .moment, .wholeness]
            }
        }
    }

    /// The question in words that people use.
    var title: Phrase {
        switch self {
        case .readers: Phrase("Ai đã xem văn bản này?", "Who has seen this document?")
        case .person: Phrase("Người này đã làm gì?", "What did this person do?")
        case .signIns: Phrase("Đăng nhập không thành công", "Failed sign-ins")
        case .rights: Phrase("Thay đổi quyền", "Changes of rights")
        case .offHours: Phrase("Ngoài giờ làm việc", "Outside working hours")
        case .masses: Phrase("Xuất nhiều, đọc nhiều", "Exporting and reading a lot")
        case .refusals: Phrase("Bị từ chối", "Refused")
        case .whereabouts: Phrase("Một phiên từ hai mạng", "One session from two networks")
        case .keepers: Phrase("Việc của quản trị và kiểm tra", "What administrators and auditors did")
        case .withoutReason: Phrase("Xem không vì công việc", "Looking without a business reason")
        case .life: Phrase("Toàn bộ vòng đời văn bản", "The whole life of a document")
        case .wholeness: Phrase("Nhật ký có nguyên vẹn?", "Is the trail whole?")
        case .idle: Phrase("Tài khoản không dùng", "Accounts that are not used")
        case .moment: Phrase("Quanh một thời điểm", "Around a moment")
        }
    }

    /// What the answer is, and what it is not.
    var explanation: Phrase {
        switch self {
        case .readers:
            Phrase(
                "Mọi lượt xem, mở tệp và thao tác với một văn bản, mới nhất trước.",
                "Every look at a document, every file opened and every act with it, newest first.")
        case .person:
            Phrase(
                "Mọi việc một người đã làm, đã xem hoặc bị từ chối.",
                "Everything that a person did, looked at or was refused.")
        case .signIns:
            Phrase(
                "Các lần đăng nhập hỏng, và những đợt từ \(Workflow.burst) lần trở lên trong một giờ của một tài khoản hoặc từ một mạng. Tên đăng nhập lạ không được ghi, vì người ta hay gõ nhầm mật khẩu vào đó.",
                "Sign-ins that failed, and bursts of \(Workflow.burst) or more within an hour of one account or from one network. Unknown names are not recorded, for people type passwords there."
            )
        case .rights:
            Phrase(
                "Ai tạo, sửa tài khoản, đổi vai trò, đặt lại mật khẩu, cấp mã truy cập hoặc đổi cấu hình.",
                "Who created or changed accounts, roles, passwords, API tokens or settings.")
        case .offHours:
            Phrase(
                "Việc làm ngoài giờ theo lịch của cơ quan lúc đó, kể cả ngày nghỉ.",
                "What was done outside the hours of the office's calendar at that time, days off included.")
        case .masses:
            Phrase(
                "Những người xem văn bản, mở tệp và xuất nhật ký nhiều nhất, tính từ bảng tổng hợp theo ngày.",
                "Who opened the most documents and files and exported the most, from the sums by day.")
        case .refusals:
            Phrase(
                "Những gì hệ thống đã từ chối hoặc bị lỗi, kèm lý do. Thêm người hoặc văn bản để thu hẹp.",
                "What was refused or failed, with the reason. Add a person or a document to narrow it down.")
        case .whereabouts:
            Phrase(
                "Phiên làm việc được dùng từ nhiều mạng, và mạng có nhiều tài khoản cùng dùng. Đổi mạng không nhất thiết là sai: người dùng có thể chuyển từ văn phòng về nhà.",
                "Sessions that were used from several networks, and networks that several accounts used. Changing the network need not be wrong: people go home."
            )
        case .keepers:
            Phrase(
                "Việc của người có quyền quản trị hoặc kiểm tra, kể cả việc xem nhật ký này.",
                "What people with the role of administrator or auditor did, reading this trail included.")
        case .withoutReason:
            Phrase(
                "Lượt xem, hoặc thử xem, của người mà lúc đó không phải văn thư hay lãnh đạo, không vào sổ văn bản, và không được giao (chính họ hoặc đơn vị của họ hiện nay). Không nêu văn bản hay người thì chỉ xét bảy ngày qua.",
                "Looks, and attempts, of people who at that time were neither registrar nor leader, had not registered the document and had no work with it (they themselves, or the unit that they are in today). Without a document or a person, the last seven days are looked through."
            )
        case .life:
            Phrase(
                "Mọi sự kiện của một văn bản. Để lấy bằng chứng kiểm chứng được bên ngoài: congvan audit prove --as TÊN --document SỐ/NĂM --into THƯ-MỤC.",
                "Every event of a document. For evidence that stands without this office: congvan audit prove --as LOGIN --document NUMBER/YEAR --into FOLDER."
            )
        case .wholeness:
            Phrase(
                "Nhật ký được niêm phong đến đâu và bằng khóa nào. Trang này chỉ cho biết trạng thái; để chắc chắn, hãy chạy lệnh kiểm tra và so khóa với bản bạn đã ghi lại.",
                "How far the trail is sealed, and by which key. This page tells the state only; to be sure, run the check and compare the key with the one you wrote down."
            )
        case .idle:
            Phrase(
                "Tài khoản đang mở mà lâu không dùng, và vai trò không ai làm gì bằng nó.",
                "Active accounts that were not used for long, and roles by which nothing was done.")
        case .moment:
            Phrase(
                "Mọi sự kiện trước và sau một thời điểm, để xem chuyện gì xảy ra cùng lúc.",
                "Every event before and after a moment, to see what happened at the same time.")
        }
    }

    /// The fields that the question's own form begins with; all others are behind *Lọc thêm*.
    var fields: [String] {
        switch self {
        case .readers, .life: ["number"]
        case .person: ["officer", "from", "to"]
        case .signIns, .rights, .keepers: ["from", "to", "officer"]
        case .offHours, .refusals: ["officer", "number", "from", "to"]
        case .masses, .whereabouts: ["from", "to"]
        case .withoutReason: ["number", "officer", "from", "to"]
        case .wholeness: []
        case .idle: ["days"]
        case .moment: ["moment", "minutes"]
        }
    }
}

extension TrailFilter.Kind {
    var label: Phrase {
        switch self {
        case .refused: Phrase("Bị từ chối hoặc lỗi", "Refused or failed")
        case .offHours: Phrase("Ngoài giờ", "Outside hours")
        case .keepers: Phrase("Quản trị, kiểm tra", "Administrators, auditors")
        case .rights: Phrase("Thay đổi quyền", "Changes of rights")
        case .signIns: Phrase("Đăng nhập hỏng", "Failed sign-ins")
        case .withoutReason: Phrase("Xem không vì công việc", "Without a business reason")
        }
    }
}
