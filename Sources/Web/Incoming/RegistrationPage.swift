import Records
import Workflow

/// The form *Vào sổ văn bản đến*: offered empty, filled from a file, or as it was sent.
struct RegistrationPage: Page {
    static let template = "incoming/register"

    struct Group: Sendable {
        let legend: String
        let fields: [Field]
    }

    let place: Menu.Place?
    let done: String?
    let intake: IntakeSide?
    let faults: FaultSummary?
    let warnings: [String]
    let duplicates: DuplicateList?
    let registers: [Choice]
    let groups: [Group]
    let lostFiles: Bool
    let viewer: Viewer?
    let takesFiles: Bool
    let uploadId = "files"
    /// Why the clerk refuses what arrived, where that is still possible.
    let refusal: Field?

    /// - Parameters:
    ///   - form: the fields as offered or sent.
    ///   - intake: what the document came with, shown beside the form.
    ///   - faults: what is wrong with the form as it was sent.
    ///   - duplicates: documents that it may be a copy of.
    ///   - lostFiles: files came with a form that goes back, and a browser cannot offer them again.
    init(
        _ form: RegistrationForm, intake: IntakeView? = nil, registers: [RegisterChoice], faults: [FieldFault] = [],
        duplicates: [Duplicate] = [], lostFiles: Bool = false, done: String? = nil, _ language: Language
    ) {
        self.done = done
        place = intake == nil ? .incoming : .intakes
        self.intake = intake.map { IntakeSide($0, language) }
        self.faults = FaultSummary(faults, language) { RegistrationField(rawValue: $0)?.label }
        warnings = intake?.warnings.map { $0(language) } ?? []
        self.duplicates = DuplicateList(duplicates, mustAcknowledge: true, language)
        self.registers = registers.map {
            Choice(
                String($0.id), "\($0.name) – \(Phrase("số tiếp theo", "next number")(language)) \($0.nextNumber)",
                isChosen: $0.id == form.register)
        }
        let proposal = intake.map { Phrase("Đọc từ tệp “\($0.name)”.", "Read from “\($0.name)”.")(language) }
        groups = RegistrationField.Group.allCases.map { group in
            let fields = RegistrationField.allCases.filter { $0.group == group }
            return Group(
                legend: group.legend(language),
                fields: fields.map { field in
                    Field(
                        field.rawValue, field.label(language), form.shown(field), field.kind(form.details, language),
                        required: field.isRequired, wide: field.isWide, hint: field.hint?(language),
                        proposal: intake?.proposed.contains(field.rawValue) == true ? proposal : nil,
                        fault: faults.sentence(for: field.rawValue, language))
                })
        }
        self.lostFiles = lostFiles
        viewer = intake.flatMap { Viewer($0.attachments, language) }
        takesFiles = intake == nil
        refusal = intake.map { _ in .refusal(language) }
    }
}

/// What the document came with, beside the form.
struct IntakeSide: Sendable {
    let id: Int
    let name: String
    let received: String
    let isEnvelope: Bool
    let files: [FileLink]

    init(_ intake: IntakeView, _ language: Language) {
        id = intake.id
        name = intake.name
        received = intake.receivedAt.written
        isEnvelope = intake.kind == .envelope
        files = intake.attachments.map { FileLink($0, language) }
    }
}
