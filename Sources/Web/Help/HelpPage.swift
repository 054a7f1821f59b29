import Records

/// The short manual of one role, its rights read from the rule set itself.
struct HelpPage: Page {
    static let template = "help/show"

    struct Tab: Sendable {
        let href: String
        let label: String
        let isHere: Bool
    }

    struct Right: Sendable {
        let reach: String
        let acts: String
    }

    struct Step: Sendable {
        let from: String
        let act: String
        let to: String
    }

    let place: Menu.Place? = .help
    let role: String
    let tabs: [Tab]
    let isRegistrar: Bool
    let isLeader: Bool
    let isUnitHead: Bool
    let isSpecialist: Bool
    let isAuditor: Bool
    let isAdministrator: Bool
    let rights: [Right]
    let steps: [Step]
    let hasSteps: Bool

    init(_ role: Role, _ language: Language) {
        self.role = role.label(language)
        tabs = Role.allCases.map {
            Tab(href: "/help/\($0.rawValue)", label: $0.label(language), isHere: $0 == role)
        }
        isRegistrar = role == .registrar
        isLeader = role == .leader
        isUnitHead = role == .unitHead
        isSpecialist = role == .specialist
        isAuditor = role == .auditor
        isAdministrator = role == .administrator
        rights = AccessRule.all.filter { $0.role == role }.map {
            Right(
                reach: $0.reach.label(language), acts: $0.acts.map { $0.label(language) }.joined(separator: ", "))
        }
        steps = IncomingDocument.lifecycle.rows.filter { $0.role == role }.map { row in
            Step(from: row.from.label(language), act: row.act.label(language), to: row.to.label(language))
        }
        hasSteps = !steps.isEmpty
    }
}
