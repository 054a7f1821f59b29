import Records
import TestNumbers
import Testing

@Suite("The difference of two versions")
struct TextDifferenceTests {
    private func marked(_ difference: TextDifference) -> [String] {
        difference.runs.map { run in
            switch run.kind {
            case .equal: run.text
            case .removed: "-[\(run.text)]"
            case .added: "+[\(run.text)]"
            }
        }
    }

    private func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }

    @Test("marks the words that were removed and added, and no other")
    func marks() {
        let difference = TextDifference(
            from: "Báo cáo kết quả công tác năm 2025 của Sở", to: "Báo cáo kết quả công tác quý III năm 2026 của Sở")
        #expect(
            marked(difference) == ["Báo cáo kết quả công tác", "+[quý III]", "năm", "-[2025]", "+[2026]", "của Sở\n"])
        #expect(!difference.isEqual && !difference.isCoarse && !difference.isCut)
    }

    @Test("is nothing where only lines and pages are broken elsewhere")
    func ignoresBreaks() {
        #expect(TextDifference(from: "một hai\nba bốn", to: "một\nhai  ba\u{C}bốn\n").isEqual)
        #expect(TextDifference(from: "", to: "").runs.isEmpty)
    }

    @Test("keeps the lines of the newer text")
    func keepsLines() {
        #expect(marked(TextDifference(from: "a b\nc", to: "a b\nc d\n")) == ["a b\nc", "+[d\n]"])
    }

    @Test("gives both versions back, by the fewest changes", arguments: 0..<200)
    func isShortest(seed: Int) {
        var numbers = Seeded(seed)
        let a = (0..<Int.random(in: 0...14, using: &numbers)).map { _ in String(Int.random(in: 0...4, using: &numbers))
        }
        let b = (0..<Int.random(in: 0...14, using: &numbers)).map { _ in String(Int.random(in: 0...4, using: &numbers))
        }
        let difference = TextDifference(from: a.joined(separator: " "), to: b.joined(separator: " "))
        func side(without kind: TextDifference.Run.Kind) -> [String] {
            difference.runs.filter { $0.kind != kind }.flatMap { words($0.text).map(String.init) }
        }
        #expect(side(without: .added) == a)
        #expect(side(without: .removed) == b)
        let kept = difference.runs.filter { $0.kind == .equal }.map { words($0.text).count }.reduce(0, +)
        #expect(kept == longestCommon(a, b))
    }

    private func longestCommon(_ a: [String], _ b: [String]) -> Int {
        var row = [Int](repeating: 0, count: b.count + 1)
        for x in a {
            var left = 0, corner = 0
            for (place, y) in b.enumerated() {
                let above = row[place + 1]
                left = x == y ? corner + 1 : max(above, left)
                corner = above
                row[place + 1] = left
            }
        }
        return row[b.count]
    }

    @Test("is shown whole where everything differs")
    func isCoarse() {
        let old = (0..<500).map { "cũ\($0)" }.joined(separator: " "),
            new = (0..<500).map { "mới\($0)" }.joined(separator: " ")
        let difference = TextDifference(from: "đầu \(old) cuối", to: "đầu \(new) cuối", mostChanges: 100)
        #expect(difference.isCoarse)
        #expect(difference.runs.map(\.kind) == [.equal, .removed, .added, .equal])
        #expect(difference.runs.first?.text == "đầu" && difference.runs.last?.text == "cuối\n")
    }

    @Test("says where a text is too long to compare to its end")
    func isCut() {
        let difference = TextDifference(from: "a b c d", to: "a b c e", mostWords: 3)
        #expect(difference.isCut && difference.isEqual)
    }

    @Test("of very long texts is found in seconds")
    func isFast() {
        let old = (0..<150_000).map { "từ\($0 % 997)" }
        var new = old
        for place in stride(from: 50, to: new.count, by: 150) { new[place] = "khác" }
        let clock = ContinuousClock()
        let spent = clock.measure {
            let difference = TextDifference(from: old.joined(separator: " "), to: new.joined(separator: " "))
            #expect(!difference.isCoarse)
        }
        #expect(spent < .seconds(20), "\(spent)")
    }
}
