import Foundation
import Testing

@Suite("The sources")
struct StyleTests {
    /// The code of a line, without its comment and its texts.
    private func code(_ line: Substring) -> String {
        let text = line.replacing(/"(?:[^"\\]|\\.)*"/, with: "\"\"").replacing(/#?\/(?=[^\/ *]).*?[^\\]\/#?/, with: "")
        return String(text.prefix(upTo: text.firstRange(of: "//")?.lowerBound ?? text.endIndex))
    }

    @Test("unwrap nothing by force and try nothing by force")
    func noForce() throws {
        for (path, text) in try Repository.sources() {
            var isText = false
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                let quotes = line.matches(of: /"""/).count
                defer { if quotes % 2 == 1 { isText.toggle() } }
                guard !isText, quotes == 0 else { continue }
                let code = code(line)
                #expect(!code.contains(/[A-Za-z0-9_)\]>?]!(?!=)/), "\(path):\(number + 1): \(line)")
                #expect(!code.contains(/\btry!|\bas!/), "\(path):\(number + 1): \(line)")
            }
        }
    }

    @Test("say beside every @unchecked and unsafe why it holds")
    func reasons() throws {
        for (path, text) in try Repository.sources() {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for (number, line) in lines.enumerated()
            where line.contains(/@unchecked Sendable|nonisolated\(unsafe\)|unsafeBitCast/) {
                let above = lines[max(0, number - 8)..<number].reversed()
                    .prefix { !$0.trimmingCharacters(in: .whitespaces).isEmpty && !$0.hasPrefix("}") }
                #expect(above.contains { $0.contains("//") } || line.contains("//"), "\(path):\(number + 1)")
            }
        }
    }

    @Test("are small: no file is longer than 300 lines, and half of them are shorter than 80")
    func sizes() throws {
        let sizes = try Repository.sources().map {
            (path: $0.path, lines: $0.text.split(separator: "\n", omittingEmptySubsequences: false).count)
        }
        for (path, lines) in sizes { #expect(lines <= 300, "\(path): \(lines)") }
        #expect(sizes.map(\.lines).sorted()[sizes.count / 2] < 80)
    }

    @Test("leave nothing to be done later and say nothing to nobody")
    func finished() throws {
        for (path, text) in try Repository.sources() {
            #expect(!text.contains(/\b(?:TODO|FIXME|XXX|HACK)\b/), "\(path)")
            #expect(!text.contains(/(?m)^\s*(?:debugPrint|dump|NSLog)\(/), "\(path)")
        }
    }

    @Test("and everything else name no folder of somebody's machine")
    func noMachine() throws {
        let machine =
            /\/work\/(?:main|shared|notes)\b|(?:^|[\s"'(=:])\/(?:root|Users|opt\/swift|home\/[a-z]+)\/|\/tmp\/[a-z]+dev\b/
        let texts: Set<String> = [
            "swift", "sql", "yaml", "yml", "json", "md", "mustache", "css", "js", "py", "html", "xml", "c", "h", "txt",
            "sh", "",
            "conf", "service", "modulemap", "resolved", "tsv",
        ]
        var read = 0
        for path in Repository.files() where texts.contains((path as NSString).pathExtension) {
            guard let text = try? Repository.text(path), !path.hasSuffix("StyleTests.swift") else { continue }
            read += 1
            for line in text.split(separator: "\n") where line.contains("/") && line.contains(machine) {
                Issue.record("\(path): \(line.prefix(200))")
            }
        }
        #expect(read > 300)
    }
}
