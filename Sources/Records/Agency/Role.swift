/// What an officer does in the agency.
public enum Role: String, CaseIterable, Sendable, Codable {
    /// Takes in, registers and files documents (văn thư).
    case registrar
    /// Leads the agency and decides who handles a document (lãnh đạo cơ quan).
    case leader
    /// Heads a unit and hands its work on within it (lãnh đạo đơn vị).
    case unitHead
    /// Handles documents (chuyên viên).
    case specialist
    /// Reads the audit trail and the registers, and nothing else (kiểm tra).
    case auditor
    /// Keeps accounts and units, and reads no document (quản trị).
    case administrator

    public var label: Phrase {
        switch self {
        case .registrar: Phrase("Văn thư", "Registrar")
        case .leader: Phrase("Lãnh đạo cơ quan", "Leader")
        case .unitHead: Phrase("Lãnh đạo đơn vị", "Head of unit")
        case .specialist: Phrase("Chuyên viên", "Specialist")
        case .auditor: Phrase("Kiểm tra", "Auditor")
        case .administrator: Phrase("Quản trị", "Administrator")
        }
    }

    /// Roles that one person never holds together with a role that handles documents (ASVS separation of duties).
    public static let apart: Set<Role> = [.auditor, .administrator]
}
