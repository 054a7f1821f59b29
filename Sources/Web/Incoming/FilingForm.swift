import Records
import Workflow

/// The form *Lưu hồ sơ*: the newest dossiers to choose from, or those that the search finds.
struct FilingForm: Sendable {
    let action: String
    let search: String
    let newDossier: String
    let version: Int
    let words: String
    let dossier: Field
    let hasDossiers: Bool
    let isOpen: Bool
    let faults: FaultSummary?

    init(
        _ document: IncomingView, _ dossiers: [DossierSummary], words: String, sent: SentAct?, _ language: Language
    ) {
        self.init(
            .file, at: "/incoming/\(document.id)", newDossier: "/dossiers?document=\(document.id)",
            version: document.version, in: document.dossiers, dossiers, words: words, sent: sent, language)
    }

    init(
        _ document: OutgoingView, _ dossiers: [DossierSummary], words: String, sent: SentAct?, _ language: Language
    ) {
        self.init(
            .archive, at: "/outgoing/\(document.id)", newDossier: "/dossiers", version: document.version,
            in: document.dossiers, dossiers, words: words, sent: sent, language)
    }

    private init(
        _ act: Act, at path: String, newDossier: String, version: Int, in filedIn: [DossierSummary],
        _ dossiers: [DossierSummary], words: String, sent: SentAct?, _ language: Language
    ) {
        action = "\(path)/filings"
        search = path
        self.newDossier = newDossier
        self.version = version
        self.words = words
        let label = Phrase("Hồ sơ", "Dossier")
        let faults = SentAct.faults(act, sent)
        let chosen = SentAct.typed("dossier", act, sent)
        let filed = Set(filedIn.map(\.id))
        let choices = dossiers.filter { !filed.contains($0.id) }.map {
            Choice(String($0.id), "\($0.code) – \($0.title)", isChosen: String($0.id) == chosen)
        }
        dossier = Field(
            "dossier", label(language), chosen, .choice(choices), required: true, wide: true,
            fault: faults.sentence(for: "dossier", language))
        hasDossiers = !choices.isEmpty
        isOpen = sent?.act == act || !words.isEmpty
        self.faults = FaultSummary(faults, language) { _ in label }
    }
}
