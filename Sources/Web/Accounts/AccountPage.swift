import Records
import Workflow

/// *Tài khoản*: who one is here, and the form to change one's password.
struct AccountPage: Page {
    static let template = "accounts/own"

    let done: String?
    let login: String
    let fullName: String
    let position: String?
    let unit: String?
    let roles: String
    let fields: [Field]
    let faults: FaultSummary?
    let refusal: String?

    init(
        _ signedIn: SignedIn, faults: [FieldFault] = [], refusal: Phrase? = nil, done: String? = nil,
        _ language: Language
    ) {
        let officer = signedIn.caller.officer
        self.done = done
        login = officer.login
        fullName = officer.name
        position = officer.position.isEmpty ? nil : officer.position
        unit = signedIn.unitName.isEmpty ? nil : signedIn.unitName
        roles = Role.allCases.filter(officer.roles.contains).map { $0.label(language) }.joined(separator: ", ")
        fields = [("current", "current-password"), ("new", "new-password"), ("again", "new-password")].map {
            name, kind in
            Field(
                name, Self.label(name)(language), "", .password(kind), required: true,
                fault: faults.sentence(for: name, language))
        }
        self.faults = FaultSummary(faults, language) { Self.label($0) }
        self.refusal = refusal?(language)
    }

    private static func label(_ field: String) -> Phrase {
        switch field {
        case "current": Phrase("Mật khẩu hiện tại", "Current password")
        case "new": Phrase("Mật khẩu mới", "New password")
        default: Phrase("Gõ lại mật khẩu mới", "New password again")
        }
    }
}
