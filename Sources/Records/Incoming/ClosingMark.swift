extension IncomingDocument {
    /// Why a document is no longer in force, beside its state (tình trạng hiệu lực).
    ///
    /// It keeps its number, its details and its trail; nothing more is done with it.
    public enum ClosingMark: String, CaseIterable, Sendable, Codable {
        /// Its sender took it back (đã thu hồi).
        case withdrawn
        /// Its sender sent another in its place (đã được thay thế).
        case replaced

        public var label: Phrase {
            switch self {
            case .withdrawn: Phrase("Đã thu hồi", "Withdrawn")
            case .replaced: Phrase("Đã được thay thế", "Replaced")
            }
        }
    }
}
