/// A document that the agency issues (văn bản đi).
public enum OutgoingDocument {
    public typealias ID = Int

    /// What the document waits for (bước xử lý), by Decree 30/2020/NĐ-CP, Articles 10 to 19.
    public enum Step: String, CaseIterable, Sendable, Codable {
        /// Being drafted (dự thảo).
        case draft
        /// The head of the drafting unit answers for what it says (chờ duyệt nội dung).
        case content
        /// The registrar answers for its format (chờ kiểm tra thể thức).
        case format
        /// Whoever initials and signs it does so, in order (chờ ký).
        case signature
        /// Signed; waits for number and date (chờ cấp số).
        case numbering
        /// Numbered; waits for the agency's signature or seal (chờ ký số cơ quan, đóng dấu).
        case sealing
        /// Whole; waits to be sent (chờ phát hành).
        case issuing
        /// Sent (đã phát hành).
        case issued
        /// Filed in a dossier (đã lưu hồ sơ).
        case archived

        public var label: Phrase {
            switch self {
            case .draft: Phrase("Dự thảo", "Draft")
            case .content: Phrase("Chờ duyệt nội dung", "Content to approve")
            case .format: Phrase("Chờ kiểm tra thể thức", "Format to check")
            case .signature: Phrase("Chờ ký", "To sign")
            case .numbering: Phrase("Chờ cấp số", "To number")
            case .sealing: Phrase("Chờ ký số cơ quan", "To sign for the agency")
            case .issuing: Phrase("Chờ phát hành", "To issue")
            case .issued: Phrase("Đã phát hành", "Issued")
            case .archived: Phrase("Đã lưu hồ sơ", "Archived")
            }
        }

        /// The state that every document, coming in or going out, is in then.
        public var state: IncomingDocument.State {
            switch self {
            case .draft: .received
            case .content, .format, .signature, .numbering: .assigned
            case .sealing, .issuing, .issued: .processed
            case .archived: .archived
            }
        }
    }

    /// Why a document is not, or no longer, in force (tình trạng hiệu lực).
    public enum ClosingMark: String, CaseIterable, Sendable, Codable {
        /// Given up before it had a number (hủy dự thảo).
        case abandoned
        /// Cancelled after it had a number, which stays in the register with the reason (hủy số), or revoked by another
        /// document after it was issued (bãi bỏ, hủy bỏ).
        case cancelled
        /// Taken back from all who received it (đã thu hồi).
        case withdrawn
        /// Another document took its place (đã được thay thế).
        case replaced

        public var label: Phrase {
            switch self {
            case .abandoned: Phrase("Đã hủy dự thảo", "Given up")
            case .cancelled: Phrase("Đã hủy", "Cancelled")
            case .withdrawn: Phrase("Đã thu hồi", "Withdrawn")
            case .replaced: Phrase("Đã được thay thế", "Replaced")
            }
        }
    }

    /// How it is made legally valid (hình thức văn bản), Decree 30/2020/NĐ-CP, Article 5.
    public enum Medium: String, CaseIterable, Sendable, Codable {
        /// Signed digitally by a person and by the agency.
        case electronic
        /// Signed by hand and sealed.
        case paper

        public var label: Phrase {
            switch self {
            case .electronic: Phrase("Văn bản điện tử", "Electronic")
            case .paper: Phrase("Văn bản giấy", "On paper")
            }
        }
    }

    private static let everyone: [Role] = [.registrar, .leader, .unitHead, .specialist]

    /// What may be done with an outgoing document, and by whom.
    ///
    /// `sign` and `recordSigned` lead to *numbering* with the last of those who sign; until then the document stays at
    /// *signature*.
    // swift-format-ignore
    public static let lifecycle = TransitionTable<Step>(
        // from       act              roles                                to
        (.draft,      .revise,         everyone,                            .draft),
        (.draft,      .submit,         everyone,                            .content),
        (.draft,      .abandon,        everyone,                            .draft),
        (.draft,      .askOpinion,     everyone,                            .draft),
        (.content,    .approveContent, [.leader, .unitHead],                .format),
        (.content,    .returnDraft,    [.leader, .unitHead],                .draft),
        (.content,    .askOpinion,     everyone,                            .content),
        (.format,     .approveFormat,  [.registrar],                        .signature),
        (.format,     .returnDraft,    [.registrar],                        .draft),
        (.signature,  .sign,           [.leader, .unitHead, .specialist],   .numbering),
        (.signature,  .recordSigned,   [.registrar],                        .numbering),
        (.signature,  .returnDraft,    [.leader, .unitHead],                .draft),
        (.numbering,  .number,         [.registrar],                        .sealing),
        (.numbering,  .returnDraft,    [.registrar, .leader],               .draft),
        (.sealing,    .seal,           [.registrar],                        .issuing),
        (.sealing,    .cancel,         [.registrar],                        .sealing),
        (.issuing,    .issue,          [.registrar],                        .issued),
        (.issuing,    .cancel,         [.registrar],                        .issuing),
        (.issued,     .archive,        [.registrar, .unitHead, .specialist], .archived),
        (.issued,     .amend,          everyone,                            .issued),
        (.issued,     .recall,         [.registrar, .leader],               .issued),
        (.issued,     .lendArchive,    [.registrar],                        .issued),
        (.issued,     .makeCopy,       [.registrar],                        .issued),
        (.archived,   .archive,        [.registrar, .unitHead, .specialist], .archived),
        (.archived,   .amend,          everyone,                            .archived),
        (.archived,   .recall,         [.registrar, .leader],               .archived),
        (.archived,   .lendArchive,    [.registrar],                        .archived),
        (.archived,   .makeCopy,       [.registrar],                        .archived)
    )
}
