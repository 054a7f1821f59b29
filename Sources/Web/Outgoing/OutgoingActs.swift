import Records
import Workflow

/// The forms of an outgoing document's next steps that its reader may take.
extension ActForm {
    static func offered(_ desk: OutgoingDesk, sent: SentAct?, _ language: Language) -> [ActForm] {
        let document = desk.document
        func form(
            _ act: Act, _ path: String, _ fields: [Field] = [], label: Phrase? = nil, file: OnlyFile? = nil,
            constants: [String: String] = [:]
        ) -> ActForm {
            ActForm(
                act, label: label, action: "/outgoing/\(document.id)/\(path)", version: document.version,
                fields: fields, onlyFile: file, constants: constants, sent: sent, language)
        }
        func words(_ name: String, _ label: Phrase, _ act: Act, required: Bool = true) -> Field {
            .words(name, label, act, required: required, sent, language)
        }
        let mayDo = Set(document.actions.filter(\.allowed).map(\.act))
        var forms: [ActForm] = []
        if mayDo.contains(.giveOpinion) { forms.append(form(.giveOpinion, "opinion", opinionFields(sent, language))) }
        let noted: [(Act, String)] = [
            (.submit, "submission"), (.approveContent, "content-approval"), (.approveFormat, "format-approval"),
        ]
        for (act, path) in noted where mayDo.contains(act) {
            forms.append(form(act, path, [words("note", Phrase("Ý kiến", "Note"), act, required: false)]))
        }
        if mayDo.contains(.sign), document.signatories.contains(where: { $0.isNext && $0.kind == .initial }) {
            let note = words("note", Phrase("Ý kiến", "Note"), .sign, required: false)
            forms.append(form(.sign, "initials", [note], label: Signatory.Kind.initial.label))
        }
        if mayDo.contains(.sign), document.signatories.contains(where: { $0.isNext && $0.kind == .sign }),
            document.details.medium == .electronic
        {
            let label = Phrase("Tải lên bản đã ký số", "Upload the signed file")
            forms.append(form(.sign, "signatures", label: label, file: .signed(document, sent, language)))
        }
        if mayDo.contains(.recordSigned) { forms.append(form(.recordSigned, "paper-signatures")) }
        if mayDo.contains(.number) { forms.append(form(.number, "number", numberFields(desk, sent, language))) }
        if mayDo.contains(.seal) {
            let isPaper = document.details.medium == .paper
            let label = isPaper ? Phrase("Đóng dấu", "Seal") : Phrase("Ký số cơ quan", "Sign for the agency")
            forms.append(
                form(
                    .seal, "seal", label: label, file: isPaper ? .scan(sent, language) : nil,
                    constants: ["medium": document.details.medium.rawValue]))
        }
        // What changes another document is looked at first, on a page of its own.
        if mayDo.contains(.issue), document.concerns == nil { forms.append(form(.issue, "issue")) }
        let reasoned: [(Act, String)] = [
            (.returnDraft, "return"), (.abandon, "abandonment"), (.cancel, "cancellation"),
        ]
        for (act, path) in reasoned where mayDo.contains(act) {
            forms.append(form(act, path, [words("reason", Phrase("Lý do", "Reason"), act)]))
        }
        if mayDo.contains(.makeCopy) { forms.append(form(.makeCopy, "copies", CopyFields.copy(sent, language))) }
        if mayDo.contains(.lendArchive) {
            forms.append(form(.lendArchive, "archive-uses", CopyFields.use(sent, language)))
        }
        let comment = words("text", Phrase("Nội dung", "Text"), .viewOutgoing)
        forms.append(form(.viewOutgoing, "comments", [comment], label: RemarkKind.comment.label))
        return forms
    }

    private static func numberFields(_ desk: OutgoingDesk, _ sent: SentAct?, _ language: Language) -> [Field] {
        var fields = [
            Field(
                "notation", OutgoingField.notation.label(language),
                sent?.act == .number ? SentAct.typed("notation", .number, sent) : desk.document.details.notation,
                hint: OutgoingField.notation.hint?(language),
                fault: SentAct.faults(.number, sent).sentence(for: "notation", language))
        ]
        if !desk.reserved.isEmpty {
            fields.append(
                Field(
                    "reserved", Phrase("Dùng số giữ trước", "Use a reserved number")(language), "",
                    .choice(
                        [Choice("", Phrase("– số tiếp theo –", "– the next number –")(language))]
                            + desk.reserved.map { Choice("\($0)", DocumentNumber.written($0)) })))
        }
        return fields
    }

    private static func opinionFields(_ sent: SentAct?, _ language: Language) -> [Field] {
        [
            Field(
                "answer", Phrase("Ý kiến", "Opinion")(language), "",
                .choice(
                    OpinionAnswer.allCases.map {
                        Choice(
                            $0.rawValue, $0.label(language),
                            isChosen: $0.rawValue == SentAct.typed("answer", .giveOpinion, sent))
                    }), required: true),
            .words("text", Phrase("Nội dung", "In words"), .giveOpinion, required: false, sent, language),
        ]
    }
}
