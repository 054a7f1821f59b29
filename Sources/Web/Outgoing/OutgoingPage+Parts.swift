import Records
import Workflow

extension OutgoingPage.Version {
    init(_ version: VersionView, of document: Int, _ language: Language) {
        name = version.name
        href = "/outgoing/\(document)/versions/\(version.ordinal)"
        pdf = version.hasPDF && version.mediaType != "application/pdf" ? href + "?pdf" : nil
        changes = version.ordinal > 1 && version.hasPDF ? href + "/changes" : nil
        let kinds = [
            "draft": Phrase("Dự thảo", "Draft"), "prepared": Phrase("Bản trình ký", "To sign"),
            "signed": Phrase("Bản đã ký", "Signed"),
            "sealed": Phrase("Bản gốc", "Original"),
        ]
        kind = "\(kinds[version.kind]?(language) ?? "") \(version.ordinal)"
        note = version.note.isEmpty ? nil : version.note
        by = version.madeBy
        at = version.madeAt.written
        size = WrittenSize(version.size, language).text
    }
}

extension OutgoingPage.Line {
    init(_ remark: RemarkView, _ language: Language) {
        at = remark.at.written
        who = remark.author
        what = remark.kind.label(language)
        words = remark.text.isEmpty ? nil : remark.text
    }
}

extension OutgoingView {
    /// Why it is a draft again; nothing where it is none, or was not submitted yet.
    var lastReturn: RemarkView? {
        step == .draft && closing == nil ? remarks.last { $0.kind == .returned } : nil
    }
}

extension OutgoingPage.AttachedFile {
    init(_ file: OutgoingFile, of document: OutgoingView, _ language: Language) {
        link = FileLink(file.file, language)
        sealed = file.sealed.map { "/attachments/\($0)" }
        let isSealed = [.issuing, .issued, .archived].contains(document.step)
        let said: Phrase? =
            if document.details.medium == .paper || file.sealed != nil {
                nil
            } else if !file.file.isPDF {
                Phrase(
                    "không phải PDF nên không ký số, gửi nguyên bản", "no PDF: it is not signed, and goes as it is")
            } else if isSealed {
                Phrase("đã có chữ ký số từ trước, gửi nguyên bản", "was signed before, and goes as it is")
            } else {
                Phrase("sẽ được ký số cơ quan cùng văn bản", "will be signed for the agency with the document")
            }
        note = said?(language)
    }
}

extension OutgoingPage.Person {
    init(_ person: SignatoryView, _ language: Language) {
        name = person.name
        position = person.position
        kind = person.kind.label(language)
        competence = person.competence == .own ? nil : person.competence.rawValue
        signed = person.signedAt?.written
        recordedBy = person.recordedBy
        certificate = person.certificate.isEmpty ? nil : person.certificate
        isNext = person.isNext
    }
}

extension OutgoingPage.Opinion {
    init(_ opinion: OpinionView, _ language: Language) {
        name = opinion.name
        answer = Tag.opinion(opinion.answer, language)
        words = opinion.text.isEmpty ? nil : opinion.text
        question = opinion.question.isEmpty ? nil : opinion.question
        by = opinion.answer == nil ? opinion.deadline?.written : nil
    }
}

/// The newest version of the text, shown beside its page.
struct OutgoingViewer: Sendable {
    let source: String

    /// - Returns: `nil` where no version can be shown in a browser.
    init?(_ document: OutgoingView, _ language: Language) {
        guard let version = document.versions.first(where: \.hasPDF) else { return nil }
        source = "/outgoing/\(document.id)/versions/\(version.ordinal)?pdf#navpanes=0&view=FitH"
    }
}
