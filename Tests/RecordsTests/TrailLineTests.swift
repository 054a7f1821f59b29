import Foundation
import Records
import TestNumbers
import Testing

/// Nobody may make a second event out of what he typed, or another event out of this one.
@Suite("A line of an exported event")
struct TrailLineTests {
    @Test("escapes as the formats' own examples do")
    func examples() throws {
        guard let golden = GoldenExport.file else { return }
        let syslog = try #require(golden.values["rfc5424_sd_escaping"] as? [String: String])
        let cef = try #require(golden.values["cef_escaping"] as? [String: String])
        var (event, product) = TrailFormatTests.golden
        event.request = syslog["value"]
        #expect(try TrailFormat.rfc5424.line(event, from: product).contains(" req=\"\(#require(syslog["escaped"]))\"]"))
        event.reason = cef["extension_in"]
        event.session = "a\nb"
        product.vendor = try #require(cef["header_in"])
        let line = TrailFormat.cef.line(event, from: product)
        #expect(try line.hasPrefix("CEF:0|\(#require(cef["header_out"]))|docflow|"))
        #expect(try line.contains(" reason=\(#require(cef["extension_out"])) act="))
        event.reason = "a\nb"
        #expect(try TrailFormat.cef.line(event, from: product).contains(" reason=a\(#require(cef["newline"]))b act="))
        #expect(TrailFormat.jsonLines.line(event, from: product).contains(#""session":"a\u000ab""#))
    }

    @Test("of syslog is what the standard's examples are, to the same reader")
    func standard() throws {
        guard let golden = GoldenExport.file else { return }
        let examples = try #require(golden.values["rfc5424_section_6_5_valid"] as? [String]).map(Read.syslog)
        #expect(examples.map(\.priority) == [34, 165, 165, 165])
        #expect(examples.map(\.message) == ["ID47", "-", "ID47", "ID47"])
        #expect(examples[2]["exampleSDID@32473", "eventSource"] == "Application")
        #expect(examples[3]["examplePriority@32473", "class"] == "high")
        let time = try #require(golden.values["rfc5424_section_6_5_invalid_timestamp"] as? String)
        #expect(throws: Read.Unreadable.self) { try Read.syslog("<165>1 \(time) h a - - -") }
        for wrong in ["[a@1 b=\"]\"] -", "[a@1 b=\"\"\"] -", "[a@1 b=\"] -", "[a@1][b@1]x", "[a@1"] {
            #expect(throws: Read.Unreadable.self) { try Read.syslog("<110>1 2026-01-05T01:23:45Z h a - - \(wrong)") }
        }
    }

    static let pieces = [
        "\r\n", "\n", "\r", "\"", "\\", "\\\\", "]", "[", "|", "=", " ", "  ", "#", "#012", "\\n", "\\u2028",
        "\u{2028}", "\u{2029}", "\u{85}", "\u{9F}", "\0", "\u{7F}", "\u{1B}[31m", "\u{B}", "\u{FEFF}", "\u{202E}",
        "\u{1F600}", "\u{1F469}\u{200D}\u{1F467}", "e\u{301}", "ế", "\u{E000}", "\u{10FFFF}",
        " cs1=x", "=cs2", "<110>1 ", "CEF:0|", "\",\"a\":\"", "{", "}", ",", "%s", "key",
    ]

    /// What ends a line or controls a terminal; U+2028 and U+2029 are categories of their own.
    static let ends: [Unicode.GeneralCategory] = [.control, .lineSeparator, .paragraphSeparator]

    static func nasty(_ random: inout Seeded) -> String {
        (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }

    @Test("is one line whatever it holds, and says what it was given", arguments: 1...4)
    func fuzz(seed: Int) throws {
        var random = Seeded(seed)
        for _ in 0..<100 { try check { Self.nasty(&random) } }
    }

    @Test("is one line with strings that break programs, each in several of its places")
    func naughty() throws {
        let texts = TestData.naughtyStrings
        var next = 0
        while next < texts.count * 4 {
            try check {
                next += 1
                return texts[next % texts.count]
            }
        }
    }

    private func check(_ text: () -> String) throws {
        var (event, product) = TrailFormatTests.golden
        product.version = text()
        event.actor = .init(id: text(), roles: [text()], unit: text())
        event.object = .init(kind: text(), id: text(), document: text(), register: text(), sha256: text(), bytes: 7)
        (event.reason, event.agency, event.session, event.request) = (text(), text(), text(), text())
        event.source = .init(ip: text(), network: text())
        event.detail = Dictionary(
            [(text(), text()), (text() + "b", text()), ("rows", text())], uniquingKeysWith: { first, _ in first })
        for format in TrailFormat.allCases {
            let line = format.line(event, from: product)
            #expect(!line.unicodeScalars.contains { Self.ends.contains($0.properties.generalCategory) }, "\(line)")
        }
        try own(event, TrailFormat.jsonLines.line(event, from: product))
        try syslog(event, TrailFormat.rfc5424.line(event, from: product), product)
        try cef(event, TrailFormat.cef.line(event, from: product), product)
        try ocsf(event, TrailFormat.ocsf.line(event, from: product))
        try ecs(event, TrailFormat.ecs.line(event, from: product))
    }

    private func own(_ event: ExportedEvent, _ line: String) throws {
        let json = try Read.json(line)
        let (actor, object) = (json["actor"] as? [String: Any], json["object"] as? [String: Any])
        let source = json["source"] as? [String: String]
        same(actor?["id"], event.actor?.id, line)
        same(actor?["role"], event.actor?.roles.first, line)
        same(actor?["unit"], event.actor?.unit, line)
        same(object?["type"], event.object.kind, line)
        same(object?["id"], event.object.id, line)
        same(object?["document"], event.object.document, line)
        same(object?["register"], event.object.register, line)
        same(object?["sha256"], event.object.sha256, line)
        same(source?["ip"], event.source.ip, line)
        same(source?["network"], event.source.network, line)
        same(json["reason"], event.reason, line)
        same(json["agency"], event.agency, line)
        same(json["session"], event.session, line)
        same(json["request"], event.request, line)
        #expect(json["detail"] as? [String: String] == event.detail, "\(line)")
    }

    private func syslog(_ event: ExportedEvent, _ line: String, _ product: ExportingProduct) throws {
        let read = try Read.syslog(line)
        let facts: [(String, String?)] = [
            ("reason", event.reason), ("actor", event.actor?.id), ("role", event.actor?.roles.first),
            ("unit", event.actor?.unit), ("agency", event.agency), ("sess", event.session), ("src", event.source.ip),
            ("net", event.source.network), ("obj", "\(event.object.kind):\(event.object.id ?? "")"),
            ("doc", event.object.document), ("bytes", "7"), ("req", event.request),
        ]
        for (name, value) in facts { same(read["evt@32473", name], value, line) }
        same(read["origin", "swVersion"], product.version, line)
        var detail: [String: String] = [:]
        var parameters = (read.elements.first { $0.id == "detail@32473" }?.parameters ?? [])[...]
        while let (name, value) = parameters.popFirst() {
            if name == "key" { detail[value] = parameters.popFirst()?.value } else { detail[name] = value }
        }
        #expect(detail == event.detail, "\(line)")
    }

    private func cef(_ event: ExportedEvent, _ line: String, _ product: ExportingProduct) throws {
        let read = try Read.cef(line)
        #expect(read.header.count == 7 && read.header[4] == event.action)
        let address = event.source.ip?.contains(":") == true ? "c6a2" : "src"
        let fields: [(String, String?)] = [
            ("reason", event.reason), ("suid", event.actor?.id), ("spriv", event.actor?.roles.first),
            (address, event.source.ip), ("fname", event.object.id), ("fileHash", event.object.sha256),
            ("cs1", event.object.document), ("cs2", event.object.register), ("cs3", event.actor?.unit),
            ("cs4", event.agency), ("flexString1", event.source.network), ("deviceExternalId", "vb1"),
        ]
        for (name, value) in fields { same(read.fields[name], value, line) }
        #expect(try Read.json(read.fields["cs6"] ?? "") as? [String: String] == event.detail, "\(line)")
    }

    private func ocsf(_ event: ExportedEvent, _ line: String) throws {
        let json = try Read.json(line)
        let (actor, file) = (json["actor"] as? [String: Any], json["file"] as? [String: Any])
        let (user, unmapped) = (actor?["user"] as? [String: Any], json["unmapped"] as? [String: Any])
        same(user?["uid"], event.actor?.id, line)
        same((actor?["session"] as? [String: Any])?["uid"], event.session, line)
        same((user?["org"] as? [String: Any])?["uid"], event.agency, line)
        same((json["metadata"] as? [String: Any])?["correlation_uid"], event.request, line)
        same(file?["uid"], event.object.id, line)
        same(json["status_detail"], event.reason, line)
        same(unmapped?["source_network"], event.source.network, line)
        #expect(unmapped?["detail"] as? [String: String] == event.detail, "\(line)")
    }

    private func ecs(_ event: ExportedEvent, _ line: String) throws {
        let json = try Read.json(line)
        let (user, labels) = (json["user"] as? [String: Any], json["labels"] as? [String: String])
        same(user?["id"], event.actor?.id, line)
        same((user?["group"] as? [String: Any])?["id"], event.actor?.unit, line)
        same((json["organization"] as? [String: Any])?["id"], event.agency, line)
        same((json["event"] as? [String: Any])?["reason"], event.reason, line)
        same(labels?["document"], event.object.document, line)
        same(labels?["register"], event.object.register, line)
        #expect((json["docflow"] as? [String: Any])?["detail"] as? [String: String] == event.detail, "\(line)")
    }

    /// The same scalars: two texts that only look alike are not the same evidence.
    private func same(_ read: Any?, _ given: String?, _ line: String) {
        let (read, given) = ((read as? String).map { Array($0.unicodeScalars) }, given.map { Array($0.unicodeScalars) })
        #expect(read == given, "\(line)")
    }
}
