/// A rule of records management that an act would break (vi phạm quy tắc).
///
/// The officer is told which, in a sentence, and what to do.
public enum RuleViolation: Error, Sendable, Equatable {
    /// The record is in a state in which this cannot be done.
    case notNow(Act, IncomingDocument.State)
    /// The document is no longer in force: its sender took it back or replaced it.
    case closed(Act, IncomingDocument.ClosingMark)
    /// An outgoing document waits for something else.
    case notAtStep(Act, OutgoingDocument.Step)
    /// The outgoing document is not in force.
    case outgoingClosed(Act, OutgoingDocument.ClosingMark)
    /// None of the officer's roles may do this.
    case notInRole(Act)
    /// The role may, but not with this document: it is not the officer's or the unit's work.
    case notYours(Act)
    /// Fields that break a rule; all of them, so that a form can say so beside each.
    case fields([FieldFault])

    public var sentence: Phrase {
        switch self {
        case .notNow(let act, let state):
            Phrase(
                "Không thể “\(act.label.vietnamese)” khi văn bản ở trạng thái “\(state.label.vietnamese)”.",
                "“\(act.label.english)” is not possible while the document is “\(state.label.english)”.")
        case .closed(let act, let mark):
            Phrase(
                "Không thể “\(act.label.vietnamese)”: văn bản \(mark.label.vietnamese.lowercased()).",
                "“\(act.label.english)” is not possible: the document was \(mark.label.english.lowercased()).")
        case .notAtStep(let act, let step):
            Phrase(
                "Không thể “\(act.label.vietnamese)” khi văn bản ở bước “\(step.label.vietnamese)”.",
                "“\(act.label.english)” is not possible at the step “\(step.label.english)”.")
        case .outgoingClosed(let act, let mark):
            Phrase(
                "Không thể “\(act.label.vietnamese)”: văn bản \(mark.label.vietnamese.lowercased()).",
                "“\(act.label.english)” is not possible: the document was \(mark.label.english.lowercased()).")
        case .notInRole(let act):
            Phrase(
                "“\(act.label.vietnamese)” dành cho: \(AccessRule.roles(for: act).map(\.label.vietnamese).joined(separator: ", ")).",
                "“\(act.label.english)” is for: \(AccessRule.roles(for: act).map(\.label.english).joined(separator: ", "))."
            )
        case .notYours(let act):
            Phrase(
                "Không thể “\(act.label.vietnamese)”: văn bản này không được giao cho bạn hoặc đơn vị của bạn.",
                "“\(act.label.english)” is not possible: this document is not assigned to you or your unit.")
        case .fields(let faults):
            Phrase(
                "Thông tin chưa hợp lệ ở \(faults.count) mục. Hãy sửa các mục được đánh dấu.",
                "\(faults.count) fields are not right yet. Correct the ones that are marked.")
        }
    }
}

/// One field that breaks a rule.
public struct FieldFault: Error, Sendable, Equatable {
    /// The field's name, as forms and the JSON API spell it.
    public let field: String
    public let rule: FieldRule

    public init(_ field: String, _ rule: FieldRule) {
        self.field = field
        self.rule = rule
    }
}

/// What a field must be.
public enum FieldRule: Sendable, Equatable {
    case required
    case tooLong(most: Int)
    case notADay
    case notANumber
    case inTheFuture
    case before(Phrase)
    case outOfRange(ClosedRange<Int>)
    case lengthOutOfRange(ClosedRange<Int>)
    case wrong
    case notTheSame
    case unknownChoice
    case chosenTwice
    case notOfThisAgency
    /// Somebody who may not sign: of another agency, no longer active, or of a role that does not.
    case notSigning
    case notOfYourUnit
    case classified
    case controlCharacters
    /// An agency that is a recipient already, under this code or its other one.
    case recipientTwice(String)
    /// An agency that the directory does not have, or has no more.
    case notInDirectory(String)
    /// Agencies that take no envelope as large as this one.
    case tooLargeFor([String])
    /// An agency that no transport reaches.
    case notReached(String)
    /// Somebody who initials comes after somebody who signs.
    case initialsFirst
    /// Of the units that are to act, exactly one leads.
    case oneLead
    /// A document that changes another has an equal form.
    case equalForm(String)

    /// The rule's name for programs.
    public var code: String {
        switch self {
        case .required: "required"
        case .tooLong: "too-long"
        case .notADay: "not-a-day"
        case .notANumber: "not-a-number"
        case .inTheFuture: "in-the-future"
        case .before: "too-early"
        case .outOfRange: "out-of-range"
        case .lengthOutOfRange: "length-out-of-range"
        case .wrong: "wrong"
        case .notTheSame: "not-the-same"
        case .unknownChoice: "unknown-choice"
        case .chosenTwice: "chosen-twice"
        case .notOfThisAgency: "not-of-this-agency"
        case .notSigning: "not-signing"
        case .notOfYourUnit: "not-of-your-unit"
        case .classified: "classified"
        case .controlCharacters: "control-characters"
        case .recipientTwice: "recipient-twice"
        case .notInDirectory: "not-in-directory"
        case .tooLargeFor: "too-large-for-recipient"
        case .notReached: "not-reached"
        case .initialsFirst: "initials-first"
        case .oneLead: "one-lead"
        case .equalForm: "equal-form"
        }
    }

    public var sentence: Phrase {
        switch self {
        case .required: Phrase("Không được để trống.", "This is needed.")
        case .tooLong(let most): Phrase("Dài quá \(most) ký tự.", "Longer than \(most) characters.")
        case .notADay: Phrase("Không phải ngày. Viết như 22/11/2026.", "Not a date. Write it as 22/11/2026.")
        case .notANumber: Phrase("Phải là số.", "This must be a number.")
        case .inTheFuture: Phrase("Ngày này chưa đến.", "This day is in the future.")
        case .before(let what):
            Phrase("Không được trước \(what.vietnamese).", "This must not be before \(what.english).")
        case .outOfRange(let range):
            Phrase(
                "Phải từ \(range.lowerBound) đến \(range.upperBound).",
                "This must be between \(range.lowerBound) and \(range.upperBound).")
        case .lengthOutOfRange(let range):
            Phrase(
                "Phải có từ \(range.lowerBound) đến \(range.upperBound) ký tự.",
                "This must have \(range.lowerBound) to \(range.upperBound) characters.")
        case .wrong: Phrase("Không đúng.", "This is not right.")
        case .notTheSame: Phrase("Hai lần gõ khác nhau.", "Not the same as above.")
        case .unknownChoice: Phrase("Hãy chọn một mục trong danh sách.", "Choose one from the list.")
        case .chosenTwice: Phrase("Đã được chọn ở vai trò khác.", "Already chosen in another role.")
        case .notOfThisAgency: Phrase("Không thuộc cơ quan này.", "Not of this agency.")
        case .notSigning:
            Phrase(
                "Có người không còn hoạt động hoặc không có quyền ký (văn thư không ký, không ký nháy).",
                "Somebody is no longer active, or may not sign (registrars neither sign nor initial).")
        case .notOfYourUnit:
            Phrase("Chỉ giao được cho người trong đơn vị của bạn.", "You can assign people of your unit only.")
        case .classified:
            Phrase(
                "Văn bản mật không được đăng ký trên hệ thống nối mạng. Hãy đăng ký vào sổ văn bản mật riêng, ngoài mạng "
                    + "(Luật Bảo vệ bí mật nhà nước 117/2025/QH15; QĐ 28/2018/QĐ-TTg Điều 1).",
                "A classified document is not registered on a networked system. Enter it in the separate off-line register "
                    + "(Law 117/2025/QH15; Decision 28/2018/QĐ-TTg, Article 1).")
        case .controlCharacters:
            Phrase(
                "Có ký tự không hiển thị được. Hãy gõ lại.", "It holds characters that cannot be shown. Type it again.")
        case .recipientTwice(let who):
            Phrase("“\(who)” đã có trong danh sách nơi nhận.", "“\(who)” is among the recipients already.")
        case .notInDirectory(let who):
            Phrase("“\(who)” không có trong danh bạ cơ quan.", "“\(who)” is not in the directory of agencies.")
        case .tooLargeFor(let names):
            Phrase(
                "Gói tin lớn quá mức nhận của: \(names.joined(separator: "; ")). Hãy bỏ bớt tệp hoặc bỏ nơi nhận này.",
                "The envelope is larger than these take: \(names.joined(separator: "; ")). Leave out files, or these recipients."
            )
        case .notReached(let who):
            Phrase(
                "Chưa có kênh liên thông tới “\(who)”. Quản trị hãy bổ sung trong danh bạ hoặc cấu hình.",
                "No transport reaches “\(who)”. An administrator names one in the directory or the settings.")
        case .initialsFirst:
            Phrase("Người ký nháy phải đứng trước người ký.", "Who initials comes before who signs.")
        case .oneLead:
            Phrase("Phải có đúng một đơn vị xử lý chính.", "Exactly one unit leads.")
        case .equalForm(let type):
            Phrase(
                "Phải là “\(type)” (NĐ 30/2020, Điều 18): cùng hình thức, riêng đính chính bằng công văn.",
                "It must be “\(type)” (Decree 30/2020, Article 18): of equal form, and a letter where it corrects.")
        }
    }
}
