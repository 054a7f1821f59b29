/// A document that reached the agency (văn bản đến).
public enum IncomingDocument {
    public typealias ID = Int

    /// Where a document stands (trạng thái luân chuyển).
    public enum State: String, CaseIterable, Sendable, Codable {
        /// In the register, waits for a decision (chờ phân công).
        case received
        /// A lead has it, with collaborators and a deadline (đang xử lý).
        case assigned
        /// The lead has finished (đã xử lý).
        case processed
        /// Filed in a dossier (đã lưu hồ sơ).
        case archived

        public var label: Phrase {
            switch self {
            case .received: Phrase("Chờ phân công", "Received")
            case .assigned: Phrase("Đang xử lý", "Assigned")
            case .processed: Phrase("Đã xử lý", "Processed")
            case .archived: Phrase("Đã lưu hồ sơ", "Archived")
            }
        }
    }

    /// What may be done with an incoming document, and by whom.
    ///
    /// `complete` leads to *processed* when it finishes the last lead at the top of the work (``AssignmentTree``);
    /// until then the document stays *assigned*.
    // swift-format-ignore
    public static let lifecycle = TransitionTable<State>(
        // from       act              roles                                to
        (.received,  .assign,         [.leader],                           .assigned),
        (.assigned,  .assign,         [.leader, .unitHead],                .assigned),
        (.assigned,  .reportProgress, [.leader, .unitHead, .specialist],   .assigned),
        (.assigned,  .complete,       [.leader, .unitHead, .specialist],   .processed),
        (.processed, .reopen,         [.leader],                           .assigned),
        (.processed, .file,           [.registrar, .unitHead, .specialist], .archived),
        (.archived,  .file,           [.registrar, .unitHead, .specialist], .archived)
    )
}
