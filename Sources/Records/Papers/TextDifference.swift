/// What differs between two versions of a text, word by word (so sánh hai phiên bản).
///
/// Blanks and ends of lines are not compared: the same words on lines of another length are the same text.
public struct TextDifference: Sendable, Equatable {
    /// Words that stand together and share one fate.
    public struct Run: Sendable, Equatable {
        public enum Kind: String, Sendable, CaseIterable {
            case equal, removed, added
        }

        public let kind: Kind
        /// The words, joined by blanks; a line ends where it ended in the text, and so does the last.
        public let text: String

        public init(_ kind: Kind, _ text: String) {
            self.kind = kind
            self.text = text
        }
    }

    public let runs: [Run]
    /// Whether the versions differ so much, or are so long, that what is between their common beginning and end is shown
    /// as removed and added whole.
    public let isCoarse: Bool
    /// Whether a text was longer than ``mostWords`` and is compared only so far.
    public let isCut: Bool

    public var isEqual: Bool { runs.allSatisfy { $0.kind == .equal } }

    /// Words of a text that are compared: some 500 pages.
    public static let mostWords = 200_000
    /// Words removed and added together up to which the shortest difference is looked for; the work grows by its square.
    public static let mostChanges = 3000

    public init(from old: String, to new: String, mostWords: Int = mostWords, mostChanges: Int = mostChanges) {
        let (before, after) = (Self.words(old, mostWords + 1), Self.words(new, mostWords + 1))
        isCut = before.count > mostWords || after.count > mostWords
        let a = before.prefix(mostWords), b = after.prefix(mostWords)

        let head = zip(a, b).prefix { $0.word == $1.word }.count
        let restA = a[head...], restB = b[head...]
        let tail = zip(restA.reversed(), restB.reversed()).prefix { $0.word == $1.word }.count
        let middleA = Array(restA.dropLast(tail)), middleB = Array(restB.dropLast(tail))

        var script = Script()
        script.add(.equal, b[..<head])
        let edits = ShortestEdit.between(middleA.map(\.word), middleB.map(\.word), atMost: mostChanges)
        isCoarse = edits == nil
        if let edits {
            for edit in edits {
                switch edit {
                case .keep(let place): script.add(.equal, middleB[place...place])
                case .remove(let place): script.add(.removed, middleA[place...place])
                case .add(let place): script.add(.added, middleB[place...place])
                }
            }
        } else {
            script.add(.removed, middleA[...])
            script.add(.added, middleB[...])
        }
        script.add(.equal, restB.suffix(tail))
        runs = script.runs
    }

    private struct Word {
        let word: Substring
        let endsLine: Bool
    }

    private static func words(_ text: String, _ most: Int) -> [Word] {
        var words: [Word] = []
        for line in text.split(whereSeparator: { $0.isNewline || $0 == "\u{C}" }) {
            let parts = line.split(whereSeparator: \.isWhitespace)
            for (number, part) in parts.enumerated() {
                guard words.count < most else { return words }
                words.append(Word(word: part, endsLine: number == parts.count - 1))
            }
        }
        return words
    }

    /// Gathers words into runs; within a change what was removed comes first.
    private struct Script {
        private(set) var runs: [Run] = []

        mutating func add(_ kind: Run.Kind, _ words: ArraySlice<Word>) {
            guard let last = words.last else { return }
            var text = words.dropLast().map { $0.word + ($0.endsLine ? "\n" : " ") }.joined()
            text += last.word
            let isNew = runs.last?.kind != kind
            if isNew {
                runs.append(Run(kind, text + (last.endsLine ? "\n" : "")))
            } else if let open = runs.popLast() {
                runs.append(
                    Run(kind, open.text + (open.text.hasSuffix("\n") ? "" : " ") + text + (last.endsLine ? "\n" : "")))
            }
        }
    }
}
