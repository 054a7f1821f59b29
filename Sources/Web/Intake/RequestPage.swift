import Records
import Workflow

/// What a sender asks about a document that it sent before, side by side with that document, and the two answers.
struct RequestPage: Page {
    static let template = "intake/request"

    let place: Menu.Place? = .intakes
    let done: String?
    let id: Int
    let business: String
    let title: String
    let received: String
    let effect: String
    let reason: String?
    let origin: OriginCard?
    let warnings: [String]
    let isParked: Bool
    let documents: [Comparison]
    let mayAccept: Bool
    let acceptLabel: String
    /// The version of the one document that it is about, as it is shown.
    let version: Int?
    /// Where it can be registered as a document of its own, because what it is about never came.
    let registration: String?
    let faults: FaultSummary?
    let refusal: Field
    let viewer: Viewer?
    let files: [FileLink]
    let hasFiles: Bool

    init(
        _ intake: IntakeView, _ request: SenderRequest, reason typed: String = "", faults: [FieldFault] = [],
        done: String? = nil, _ language: Language
    ) {
        self.done = done
        id = intake.id
        let business = intake.origin.business
        self.business = business.rawValue
        title = business.label(language)
        received = intake.receivedAt.written
        effect = business.effect(language)
        reason = request.reason.isEmpty ? nil : request.reason
        origin = OriginCard(intake, language)
        warnings = intake.warnings.map { $0(language) }
        isParked = request.isParked
        documents = request.concerned.map { Comparison($0, asked: intake, language) }
        let inForce = request.concerned.filter(\.isInForce)
        mayAccept = !inForce.isEmpty || (business == .recall && !request.isParked)
        acceptLabel = business.acceptLabel(language)
        version = inForce.count == 1 ? inForce[0].version : nil
        registration = inForce.isEmpty && business != .recall ? "/intakes/\(intake.id)?register" : nil
        self.faults = FaultSummary(faults, language) { _ in IntakePage.reasonLabel }
        refusal = .refusal(language, typed, faults: faults)
        viewer = Viewer(intake.attachments, language)
        files = intake.attachments.map { FileLink($0, language) }
        hasFiles = !files.isEmpty
    }
}

extension Intake.Business {
    /// What happens when the clerk agrees.
    fileprivate var effect: Phrase {
        switch self {
        case .new: Phrase("", "")
        case .recall:
            Phrase(
                "Nơi gửi muốn thu hồi văn bản đã gửi. Khi đồng ý, văn bản được đánh dấu “Đã thu hồi” ở mọi nơi và việc xử lý kết thúc; số đến và lịch sử vẫn giữ nguyên.",
                "The sender takes back a document. If you agree, it is marked as withdrawn everywhere and its work ends; its number and history stay."
            )
        case .update:
            Phrase(
                "Nơi gửi đã sửa văn bản đã gửi. Khi đồng ý, thông tin được thay bằng cột bên phải, thông tin cũ vẫn được lưu, tệp mới được thêm vào.",
                "The sender has corrected a document. If you agree, the details become those on the right, the old ones stay on record, and new files are added."
            )
        case .replace:
            Phrase(
                "Nơi gửi gửi văn bản khác thay thế văn bản đã gửi. Khi đồng ý, văn bản cũ được đánh dấu “Đã được thay thế”; sau đó hãy vào sổ văn bản mới.",
                "The sender replaces a document. If you agree, the old one is marked as replaced; then register the new one."
            )
        }
    }

    fileprivate var acceptLabel: Phrase {
        switch self {
        case .new: Phrase("Đồng ý", "Agree")
        case .recall: Phrase("Đồng ý thu hồi", "Agree to the recall")
        case .update: Phrase("Đồng ý cập nhật", "Agree to the update")
        case .replace: Phrase("Đồng ý thay thế", "Agree to the replacement")
        }
    }
}
