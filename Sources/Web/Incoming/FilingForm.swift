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
        action = "/incoming/\(document.id)/filings"
        search = "/incoming/\(document.id)"
        newDossier = "/dossiers?document=\(document.id)"
        version = document.version
        self.words = words
        let label = Phrase("Hồ sơ", "Dossier")
        let faults = SentAct.faults(.file, sent)
        let chosen = SentAct.typed("dossier", .file, sent)
        let filed = Set(document.dossiers.map(\.id))
        let choices = dossiers.filter { !filed.contains($0.id) }.map {
            Choice(String($0.id), "\($0.code) – \($0.title)", isChosen: String($0.id) == chosen)
        }
        dossier = Field(
            "dossier", label(language), chosen, .choice(choices), required: true, wide: true,
            fault: faults.sentence(for: "dossier", language))
        hasDossiers = !choices.isEmpty
        isOpen = sent?.act == .file || !words.isEmpty
        self.faults = FaultSummary(faults, language) { _ in label }
    }
}
