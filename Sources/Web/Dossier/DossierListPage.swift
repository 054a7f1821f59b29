import Records
import Workflow

/// The list *Hồ sơ*, with the form that opens one.
struct DossierListPage: Page {
    static let template = "dossier/list"

    let place: Menu.Place? = .dossiers
    let words: String
    let isSearched: Bool
    let dossiers: [DossierLine]
    let isEmpty: Bool
    let next: String?
    let mayOpen: Bool
    let isOpen: Bool
    let document: Int?
    let faults: FaultSummary?
    let refusal: String?
    let fields: [Field]

    init(
        _ found: [DossierSummary], words: String, next: Int?, form: DossierForm, roles: Set<Role>,
        _ language: Language
    ) {
        self.words = words
        isSearched = !words.isEmpty
        dossiers = found.map { DossierLine($0, language) }
        isEmpty = found.isEmpty
        self.next = next.map { Address("/dossiers", [("q", words), ("after", String($0))]).text }
        mayOpen = AccessRule.allow(.createDossier, to: roles)
        isOpen = form.isOpen
        document = form.document
        faults = FaultSummary(form.faults, language) { DossierForm.label($0) }
        refusal = form.refusal?(language)
        fields = form.fields(language)
    }
}

/// A dossier as a line of a list.
struct DossierLine: Sendable {
    let href: String
    let code: String
    let title: String
    let year: String
    let retention: String
    let documents: String
    let openedBy: String

    init(_ dossier: DossierSummary, _ language: Language) {
        href = "/dossiers/\(dossier.id)"
        code = dossier.code
        title = dossier.title
        year = String(dossier.year)
        retention = dossier.retention.label(language)
        documents = String(dossier.documents)
        openedBy = dossier.openedBy
    }
}
