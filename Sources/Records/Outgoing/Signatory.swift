/// One of those who initial or sign a document, in their order (người ký).
public struct Signatory: Sendable, Hashable, Codable {
    public enum Kind: String, CaseIterable, Sendable, Codable {
        /// Answers for a part of it beside the text (ký nháy).
        case initial
        /// Signs it (ký ban hành).
        case sign

        public var label: Phrase {
            switch self {
            case .initial: Phrase("Ký nháy", "Initials")
            case .sign: Phrase("Ký", "Signature")
            }
        }
    }

    /// By what authority somebody signs (quyền hạn ký), Decree 30/2020/NĐ-CP, Article 13.
    public enum Competence: String, CaseIterable, Sendable, Codable {
        /// As the head of the agency.
        case own = ""
        /// On behalf of a collective (thay mặt).
        case onBehalf = "TM."
        /// For the head, as a deputy (ký thay).
        case asDeputy = "KT."
        /// By order, as the head of a unit (thừa lệnh).
        case byOrder = "TL."
        /// By authorisation in writing (thừa ủy quyền).
        case authorised = "TUQ."
        /// As the acting head (quyền).
        case acting = "Q."

        public var label: Phrase {
            switch self {
            case .own: Phrase("Người đứng đầu", "As head")
            case .onBehalf: Phrase("TM. – Thay mặt tập thể", "On behalf of a collective")
            case .asDeputy: Phrase("KT. – Ký thay", "For the head, as deputy")
            case .byOrder: Phrase("TL. – Thừa lệnh", "By order")
            case .authorised: Phrase("TUQ. – Thừa ủy quyền", "By written authorisation")
            case .acting: Phrase("Q. – Quyền", "As acting head")
            }
        }
    }

    public let officer: Officer.ID
    public let kind: Kind
    public let competence: Competence

    public init(officer: Officer.ID, kind: Kind, competence: Competence = .own) {
        self.officer = officer
        self.kind = kind
        self.competence = competence
    }

    /// What is wrong with those who are to sign: somebody signs, nobody twice, and initials come before signatures.
    public static func faults(in signatories: [Signatory]) -> [FieldFault] {
        var faults = FieldFaults()
        if !signatories.contains(where: { $0.kind == .sign }) { faults.add("signatories", .required) }
        if signatories.count > 20 { faults.add("signatories", .outOfRange(1...20)) }
        if Set(signatories.map(\.officer)).count < signatories.count { faults.add("signatories", .chosenTwice) }
        let kinds = signatories.map(\.kind)
        if let first = kinds.firstIndex(of: .sign), kinds[first...].contains(.initial) {
            faults.add("signatories", .initialsFirst)
        }
        return faults.all
    }
}
