import Records
import Workflow

/// What every form about a document lets a clerk choose from, with what was chosen.
extension Field.Kind {
    /// The types of the decree (tên loại).
    static func documentTypes(_ chosen: String, _ language: Language) -> Field.Kind {
        .choice(
            [Choice("", Phrase("– chọn –", "– choose –")(language))]
                + DocumentType.all.map { Choice($0.name, $0.name, isChosen: $0.name == chosen) })
    }

    /// Độ khẩn.
    static func urgencies(_ chosen: Urgency, _ language: Language) -> Field.Kind {
        .choice(
            Urgency.allCases.map { Choice(String($0.rawValue), $0.label(language), isChosen: $0 == chosen) })
    }

    /// Độ mật.
    static func secrecyLevels(_ chosen: SecrecyLevel, _ language: Language) -> Field.Kind {
        .choice(SecrecyLevel.allCases.map { Choice($0.rawValue, $0.label(language), isChosen: $0 == chosen) })
    }
}
