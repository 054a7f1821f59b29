import Records
import Workflow

/// The agency's groups of recipients.
struct RecipientGroupsPage: Page {
    static let template = "outgoing/groups"

    struct Row: Sendable {
        let href: String
        let name: String
        let count: Int
    }

    let place: Menu.Place? = .outgoing
    let done: String?
    let rows: [Row]
    let isEmpty: Bool

    init(_ groups: [RecipientGroup], done: String?) {
        self.done = done
        rows = groups.map { Row(href: "/recipient-groups/\($0.id)", name: $0.name, count: $0.codes.count) }
        isEmpty = rows.isEmpty
    }
}

/// The form of a group, new or kept.
struct RecipientGroupPage: Page {
    static let template = "outgoing/group"

    let place: Menu.Place? = .outgoing
    let done: String? = nil
    let title: String
    let action: String
    let version: Int
    /// Where it is taken off the list, once it is kept.
    let removal: String?
    let name: Field
    let chooser: RecipientChooser
    let faults: FaultSummary?
    let refusal: String?

    init(
        _ group: RecipientGroup?, _ chooser: RecipientChooser, name: String, faults: [FieldFault], refusal: Phrase?,
        _ language: Language
    ) {
        title = group?.name ?? Phrase("Nhóm nơi nhận mới", "New group of recipients")(language)
        action = group.map { "/recipient-groups/\($0.id)" } ?? "/recipient-groups"
        version = group?.version ?? 0
        removal = group.map { "/recipient-groups/\($0.id)/removal" }
        self.name = Field(
            "name", Phrase("Tên nhóm", "Name")(language), name, required: true, wide: true,
            fault: faults.sentence(for: "name", language))
        self.chooser = chooser
        self.faults = .group(faults, language)
        self.refusal = refusal?(language)
    }
}

/// The chooser alone, for script that puts it into a form.
struct RecipientChoicePage: Page {
    static let template = "outgoing/choice"

    let place: Menu.Place? = .outgoing
    let done: String? = nil
    let chooser: RecipientChooser
}

extension FaultSummary {
    fileprivate static func group(_ faults: [FieldFault], _ language: Language) -> FaultSummary? {
        FaultSummary(faults, language) { name in
            name == "name" ? Phrase("Tên nhóm", "Name") : Phrase("Cơ quan", "Agencies")
        }
    }
}
