import Records
import Workflow

/// What is different between a version of a document's text and the one before it, marked in the text.
struct ChangesPage: Page {
    static let template = "outgoing/changes"

    struct Run: Sendable {
        let words: String
        let isAdded: Bool
        let isRemoved: Bool
    }

    let place: Menu.Place? = .outgoing
    let done: String? = nil
    let document: Int
    let ordinal: Int
    let before: Int
    let runs: [Run]
    /// There is no text to compare, as in scans.
    let isUnreadable: Bool
    let isEqual: Bool
    /// The texts are so long, or so different, that not every word was compared.
    let isCoarse: Bool

    init(_ document: Int, _ ordinal: Int, _ difference: TextDifference?) {
        self.document = document
        self.ordinal = ordinal
        before = ordinal - 1
        runs =
            difference?.runs.map { Run(words: $0.text, isAdded: $0.kind == .added, isRemoved: $0.kind == .removed) }
            ?? []
        isUnreadable = difference == nil
        isEqual = difference?.isEqual ?? false
        isCoarse = difference.map { $0.isCoarse || $0.isCut } ?? false
    }
}
