/// The languages that the office speaks.
public enum Language: String, CaseIterable, Sendable, Codable {
    case vietnamese = "vi"
    case english = "en"
}

/// A label or sentence in both languages.
///
/// The words of an office stand beside the thing they name, so that a page, a program and the manual say the same.
public struct Phrase: Sendable, Hashable {
    public let vietnamese: String
    public let english: String

    public init(_ vietnamese: String, _ english: String) {
        self.vietnamese = vietnamese
        self.english = english
    }

    public func callAsFunction(_ language: Language) -> String {
        switch language {
        case .vietnamese: vietnamese
        case .english: english
        }
    }
}
