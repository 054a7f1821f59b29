import Mustache
import Records
import Workflow

/// The part of a form in which recipients are chosen: searched in the directory, taken from a group or from a list.
struct RecipientChooser: Sendable {
    /// An agency that is chosen.
    struct Line: Sendable {
        let code: String
        let name: String
        let parent: String?
        /// What stands in the way of sending to it.
        let fault: String?
    }

    /// What the form carries: the codes, with a blank between two.
    let codes: String
    let count: String?
    let lines: [Line]
    let hasLines: Bool
    /// More than one looks through: they stand in a box of their own.
    let isLong: Bool
    let words: String
    let found: FoundAgencies
    let groups: Field?
    /// Whether a group is being made, which holds agencies alone.
    let isOfGroup: Bool
    let post: Field?
    let notice: String?
    let faults: [String]
    let hasFaults: Bool
    let fault: String?

    /// Offers `groups` to add from; none where a group itself is being made, which holds agencies alone.
    init(
        _ choice: RecipientChoice, _ agencies: [ChosenAgency], groups: [RecipientGroup]?, faults: [FieldFault] = [],
        _ language: Language
    ) {
        codes = choice.codes.joined(separator: " ")
        count = agencies.isEmpty ? nil : String(agencies.count)
        lines = agencies.map { agency in
            Line(
                code: agency.code, name: agency.name.isEmpty ? agency.code : agency.name,
                parent: agency.parentName.isEmpty ? nil : agency.parentName, fault: agency.fault?.sentence(language))
        }
        hasLines = !lines.isEmpty
        isLong = lines.count > 8
        words = choice.words
        found = FoundAgencies(choice.found, isAsked: !choice.words.isEmpty && choice.isUnfinished, language)
        isOfGroup = groups == nil
        let offered = groups ?? []
        self.groups =
            offered.isEmpty
            ? nil
            : Field(
                "group", Phrase("Nhóm nơi nhận", "Group of recipients")(language), "",
                .choice(
                    [Choice("", Phrase("– chọn nhóm –", "– choose a group –")(language))]
                        + offered.map { Choice(String($0.id), "\($0.name) (\($0.codes.count))") }))
        post =
            groups == nil
            ? nil
            : Field(
                "post", Phrase("Gửi bưu điện", "By post")(language), choice.post, .lines, wide: true,
                hint: Phrase("Mỗi dòng một nơi: Tên | Địa chỉ", "One a line: Name | Address")(language),
                fault: faults.sentence(for: "post", language))
        notice = choice.notice?(language)
        self.faults = choice.faults.map { $0(language) }
        hasFaults = !choice.faults.isEmpty
        fault = faults.sentence(for: "recipients", language)
    }
}

/// A draft may go to two thousand of them.
extension RecipientChooser.Line: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "code": code
        case "name": self.name
        case "parent": parent
        case "fault": fault
        default: nil
        }
    }
}

extension Office {
    /// The chooser as a page shows it.
    func chooser(
        _ choice: RecipientChoice, isOfGroup: Bool = false, faults: [FieldFault] = [], _ context: OfficeContext
    ) async throws -> RecipientChooser {
        let caller = try context.caller()
        let agencies = try await workflow.agencies(chosen: choice.codes, by: caller)
        let groups = isOfGroup ? nil : try await workflow.recipientGroups(by: caller)
        return RecipientChooser(choice, agencies, groups: groups, faults: faults, context.language)
    }
}
