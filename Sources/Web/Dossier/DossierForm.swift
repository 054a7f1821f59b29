import Records

/// The form *Mở hồ sơ*, as it is offered or as it was sent.
struct DossierForm {
    private(set) var plan = DossierPlan()
    /// The document that the dossier is opened for, to lead back to.
    let document: IncomingDocument.ID?
    var faults: [FieldFault] = []
    /// Why the dossier cannot be opened, where no single field says it.
    var refusal: Phrase?

    init(for document: IncomingDocument.ID?) {
        self.document = document
    }

    init(_ form: Form) {
        document = Int(form["document"])
        plan.code = form["code"]
        plan.title = form["title"].inOneLine
        plan.retention = RetentionPeriod(rawValue: form["retention"])
    }

    /// Whether the form stands open when the page appears.
    var isOpen: Bool { document != nil || !faults.isEmpty || refusal != nil }

    func fields(_ language: Language) -> [Field] {
        [
            Field(
                "code", Self.label("code")(language), plan.code, required: true,
                hint: Phrase("Ví dụ: 01.TCKT", "For example: 01.TCKT")(language),
                fault: faults.sentence(for: "code", language)),
            Field(
                "retention", Self.label("retention")(language), plan.retention?.rawValue ?? "",
                .choice(
                    [Choice("", Phrase("– chọn –", "– choose –")(language))]
                        + RetentionPeriod.all.map {
                            Choice($0.rawValue, $0.label(language), isChosen: $0 == plan.retention)
                        }), required: true, fault: faults.sentence(for: "retention", language)),
            Field(
                "title", Self.label("title")(language), plan.title, .lines, required: true, wide: true,
                fault: faults.sentence(for: "title", language)),
        ]
    }

    static func label(_ field: String) -> Phrase {
        switch field {
        case "code": Phrase("Số, ký hiệu hồ sơ", "Code")
        case "retention": Phrase("Thời hạn bảo quản", "Kept for")
        default: Phrase("Tiêu đề hồ sơ", "Title")
        }
    }
}
