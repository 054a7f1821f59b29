import Foundation
import Records
import Testing

@Suite("Words as people type them when they search")
struct FoldingTests {
    /// All 134 letters with marks: 12 vowels with six tones each, and đ, in both cases, less the six plain vowels.
    static let letters: [(letter: String, plain: String)] = {
        let vowels = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"]
        let tones = ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"]
        let plain = ["a", "a", "a", "e", "e", "i", "o", "o", "o", "u", "u", "y"]
        let small = zip(vowels, plain).flatMap { vowel, plain in tones.map { (vowel + $0, plain) } } + [("đ", "d")]
        return (small + small.map { ($0.0.uppercased(), $0.1) }).map {
            ($0.0.precomposedStringWithCanonicalMapping, $0.1)
        }
        .filter { $0.0.lowercased() != $0.1 }
    }()

    @Test("lose their marks in all 134 Vietnamese letters, composed or not")
    func letters() {
        #expect(Self.letters.count == 134)
        for (letter, plain) in Self.letters {
            #expect(letter.unicodeScalars.count == 1, "\(letter) is one character when composed")
            #expect(
                Folding.fold(letter) == plain && Folding.fold(letter.decomposedStringWithCanonicalMapping) == plain,
                "\(letter)")
        }
    }

    @Test("are the same whichever order their marks were typed in")
    func markOrder() {
        #expect(Folding.fold("e\u{302}\u{323}") == "e" && Folding.fold("e\u{323}\u{302}") == "e")
        #expect(Folding.fold("Việt Nam") == Folding.fold("Vi\u{1EB9}\u{302}t Nam"))
    }

    @Test("are in lower case, and what has no marks stays")
    func lowerCase() {
        #expect(Folding.fold("QUYẾT ĐỊNH số 15/QĐ-UBND") == "quyet dinh so 15/qd-ubnd")
        #expect(Folding.fold("日本 Ω Я") == "日本 ω я")
        #expect(Folding.fold("") == "")
    }

    @Test("are runs of letters and digits")
    func words() {
        #expect(Folding.words("123/UBND-VP, “Đề án”") == ["123", "ubnd", "vp", "de", "an"])
        #expect(Folding.words(" -/& ").isEmpty)
    }

    @Test("never gain by folding twice, whatever they are")
    func idempotent() {
        for text in TestData.naughtyStrings + Self.letters.map(\.letter) {
            let folded = Folding.fold(text)
            #expect(Folding.fold(folded) == folded, "\(text.debugDescription)")
            #expect(Folding.words(text) == Folding.words(folded))
        }
    }

    @Test("are kept without blanks at their ends, and composed")
    func trimmed() {
        #expect(" \n Vie\u{302}\u{323}t\u{A0}\t".trimmed.unicodeScalars.elementsEqual("Việt".unicodeScalars))
        #expect("a  b".trimmed == "a  b")
    }
}

@Suite("What is typed into the search box")
struct SearchQueryTests {
    @Test("is every word, and the last may be unfinished")
    func words() {
        #expect(SearchQuery("đề án Khởi ngh")?.tsquery(unfinished: true) == "'de' & 'an' & 'khoi' & 'ngh':*")
        #expect(SearchQuery("15/KH-UBND")?.tsquery(unfinished: false) == "'15' & 'kh' & 'ubnd'")
        #expect(SearchQuery("x")?.tsquery(unfinished: true) == "'x':*")
    }

    @Test("is nothing where it holds no word", arguments: ["", " ", "&|!()<->:*", "'", "\\", "\u{0}", "🙂", "--", "%_"])
    func nothing(text: String) { #expect(SearchQuery(text) == nil) }

    @Test("is cut to eight words of forty letters: more says nothing and costs time")
    func limits() {
        let many = SearchQuery(String(repeating: "ab ", count: 100))
        #expect(many?.words.count == 8)
        let long = SearchQuery(String(repeating: "a", count: 100_000))
        #expect(long?.words == [String(repeating: "a", count: 40)])
    }

    @Test("keeps a sign that clings to a letter within the word")
    func clinging() {
        #expect(SearchQuery("\u{0D4E}&a")?.tsquery(unfinished: false) == "'\u{0D4E}&a'")
        #expect(SearchQuery("\u{0D4E}'a")?.tsquery(unfinished: false) == "'\u{0D4E}''a'")
        #expect(SearchQuery("\u{0D4E}\\a")?.tsquery(unfinished: false) == "'\u{0D4E}\\\\a'")
    }

    @Test("never becomes an operator of the search, whatever is typed")
    func hostile() {
        let operators: Set<Character> = [
            "&", "|", "!", "(", ")", "<", ">", ":", "*", "'", "\"", "\\", "-", " ", "\t", "\n", "\u{0}",
        ]
        let own = [
            "a & !b", "a:*D", "a' & 'b", "\\' OR 1=1", "a<->b", "a:ABCD", "((((", "a\u{0}b", "é:*", "a\u{20E3}|b",
            "a\u{200D}&b",
        ]
        for text in TestData.naughtyStrings + own {
            guard let query = SearchQuery(text) else { continue }
            for word in query.words {
                #expect(!word.isEmpty && word.allSatisfy { !operators.contains($0) }, "\(text.debugDescription)")
                #expect(
                    word.unicodeScalars.allSatisfy {
                        !$0.isASCII || $0.properties.isAlphabetic || ("0"..."9").contains($0)
                    })
            }
            #expect(query.tsquery(unfinished: true) == query.words.map { "'\($0)'" }.joined(separator: " & ") + ":*")
        }
    }
}
