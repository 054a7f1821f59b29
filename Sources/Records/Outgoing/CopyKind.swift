/// What a copy of a document is (hình thức sao), by Article 25 of Decree 30/2020/NĐ-CP.
public enum CopyKind: String, CaseIterable, Sendable, Codable {
    /// All of it, from the original.
    case same
    /// All of it, from a copy.
    case ofCopy
    /// A part of it.
    case extract

    /// The words of the mark.
    public var mark: String {
        switch self {
        case .same: "SAO Y"
        case .ofCopy: "SAO LỤC"
        case .extract: "TRÍCH SAO"
        }
    }

    /// How its symbol begins, by Appendix III.
    public var abbreviation: String {
        switch self {
        case .same: "SY"
        case .ofCopy: "SL"
        case .extract: "TrS"
        }
    }

    public var label: Phrase {
        switch self {
        case .same: Phrase("Sao y", "Copy")
        case .ofCopy: Phrase("Sao lục", "Copy of a copy")
        case .extract: Phrase("Trích sao", "Extract")
        }
    }
}

/// The pages that an extract has, as somebody writes them: `1, 3-5`.
public struct PageChoice: Sendable, Hashable {
    public let pages: [ClosedRange<Int>]

    /// - Returns: `nil` where it is no list of pages from 1 on, in order and each once.
    public init?(_ text: String) {
        var pages: [ClosedRange<Int>] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int(String($0).trimmed) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
                first > (pages.last?.upperBound ?? 0), first <= last, last <= 5000
            else { return nil }
            pages.append(first...last)
        }
        self.pages = pages
    }

    public var written: String {
        pages.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ", ")
    }

    /// Each page, for a program.
    public var each: [Int] { pages.flatMap { Array($0) } }
}
