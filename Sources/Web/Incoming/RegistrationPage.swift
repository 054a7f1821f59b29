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
    /// The file that proposed values were read from.
    let proposal: String?
    let duplicates: DuplicateList?
    let registers: [Choice]
    let groups: [Group]
    let lostFiles: Bool
    let viewer: Viewer?
    let takesFiles: Bool
    let uploadId = "files"
    /// Why the clerk refuses what arrived, where that is still possible.
    let refusal: Field?

    /// The form with what the document came with beside it, and with what stands in its way.
    ///
    /// `lostFiles` says that files came with a form that goes back: a browser cannot offer them again.
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
        proposal = intake.flatMap { $0.proposed.isEmpty ? nil : $0.name }
        groups = RegistrationField.Group.allCases.map { group in
            let fields = RegistrationField.allCases.filter { $0.group == group }
            return Group(
                legend: group.legend(language),
                fields: fields.map { field in
                    Field(
                        field.rawValue, field.label(language), form.shown(field), field.kind(form.details, language),
                        required: field.isRequired, wide: field.isWide, hint: field.hint?(language),
                        isProposed: intake?.proposed.contains(field.rawValue) == true,
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
    let origin: OriginCard?

    init(_ intake: IntakeView, _ language: Language) {
        id = intake.id
        name = intake.name
        received = intake.receivedAt.written
        isEnvelope = intake.kind == .envelope
        files = intake.attachments.map { FileLink($0, language) }
        origin = OriginCard(intake, language)
    }
}
