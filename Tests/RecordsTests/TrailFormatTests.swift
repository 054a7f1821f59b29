import Foundation
import Records
import Testing

@Suite("An exported event")
struct TrailFormatTests {
    /// The event of the golden file, from the program that wrote it.
    static let golden: (event: ExportedEvent, product: ExportingProduct) = {
        let meaning = ActionMeaning(.fileHosting, 2, "file", "access")
        var event = ExportedEvent(
            "document.attachment.download", title: "Attachment downloaded", meaning: meaning,
            at: Date(timeIntervalSince1970: 1_767_576_225.678),
            by: .init(id: "u-1042", roles: ["clerk"], unit: "d-17"),
            on: .init(
                kind: "attachment", id: "f-88213", document: "doc-55120", register: "IN-2026",
                sha256: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", bytes: 182_044))
        event.index = 41272
        event.session = "s-9f3a"
        event.source.ip = "10.20.30.40"
        event.request = "0198f0c2-7b1e-7aa0-8f00-5b1c2d3e4f50"
        let product = ExportingProduct(
            name: "docflow", vendor: "Docflow", version: "1.0.0", host: "vb1.example.gov.vn", process: 2211,
            ip: "10.0.0.5")
        return (event, product)
    }()

    @Test("is written exactly as the golden lines are")
    func goldenLines() throws {
        guard let golden = GoldenExport.file else { return }
        let expected = try [
            TrailFormat.jsonLines: golden.object("internal"), .rfc5424: golden.text("syslog_rfc5424"),
            .cef: golden.text("cef"), .ocsf: golden.object("ocsf"), .ecs: golden.object("ecs"),
        ]
        #expect(expected.count == TrailFormat.allCases.count)
        for (format, line) in expected {
            #expect(format.line(Self.golden.event, from: Self.golden.product) == line, "\(format)")
        }
    }

    @Test("has the time of the database, cut to milliseconds, before 1970 too")
    func times() throws {
        let product = ExportingProduct(version: "1", host: "h")
        func time(_ seconds: Double) throws -> String? {
            let event = ExportedEvent(.trailRead, at: Date(timeIntervalSince1970: seconds), on: .init(kind: "trail"))
            return try Read.json(TrailFormat.jsonLines.line(event, from: product))["time"] as? String
        }
        #expect(try time(1_767_576_225.678_999) == "2026-01-05T01:23:45.678Z")
        #expect(try time(1_767_571_199.999_999) == "2026-01-04T23:59:59.999Z")
        #expect(try time(1_767_571_200) == "2026-01-05T00:00:00.000Z")
        #expect(try time(-0.001) == "1969-12-31T23:59:59.999Z")
        #expect(try time(951_782_400) == "2000-02-29T00:00:00.000Z")
        for thousandth in 0..<1000 {
            let text = String(String(1000 + thousandth).suffix(3))
            #expect(try time(1_767_576_225 + Double(thousandth) / 1000) == "2026-01-05T01:23:45.\(text)Z")
        }
    }

    @Test("is more urgent when it was refused, and most when it failed")
    func severities() throws {
        var event = Self.golden.event
        var seen: [String] = []
        for outcome in AuditEvent.Outcome.allCases {
            event.outcome = outcome
            event.reason = outcome == .allowed ? nil : "not-yours"
            let syslog = try Read.syslog(TrailFormat.rfc5424.line(event, from: Self.golden.product))
            let cef = try Read.cef(TrailFormat.cef.line(event, from: Self.golden.product))
            let ocsf = try Read.json(TrailFormat.ocsf.line(event, from: Self.golden.product))
            let ecs = try Read.json(TrailFormat.ecs.line(event, from: Self.golden.product))["event"] as? [String: Any]
            #expect(cef.fields["reason"] == event.reason && ecs?["reason"] as? String == event.reason)
            #expect(ocsf["status_detail"] as? String == event.reason)
            seen.append(
                "\(syslog.priority) \(syslog["evt@32473", "outcome"] ?? "-") \(cef.header[6]) \(cef.fields["outcome"] ?? "-")"
                    + " \(ocsf["severity_id"] ?? "-") \(ocsf["status_id"] ?? "-") \(ecs?["outcome"] ?? "-")")
        }
        #expect(
            seen == [
                "110 success 3 success 1 1 success", "108 refused 6 failure 3 2 failure",
                "106 failure 9 failure 5 2 failure",
            ])
    }

    @Test("has a number in syslog that begins again where the standard says")
    func sequence() throws {
        var event = Self.golden.event
        for (index, number) in [(1, 1), (2_147_483_647, 2_147_483_647), (2_147_483_648, 1), (0, 2_147_483_647)] {
            event.index = index
            let line = TrailFormat.rfc5424.line(event, from: Self.golden.product)
            #expect(try Read.syslog(line)["meta", "sequenceId"] == "\(number)")
        }
        event.index = nil
        #expect(!TrailFormat.rfc5424.line(event, from: Self.golden.product).contains("sequenceId"))
    }

    @Test("shows an address of version 6 where CEF has a place for it, and names machines by their own name")
    func addresses() throws {
        var event = Self.golden.event
        event.source = .init(ip: "2001:db8::1", network: "2001:db8::/48")
        let fields = try Read.cef(TrailFormat.cef.line(event, from: Self.golden.product)).fields
        #expect(fields["src"] == nil && fields["c6a2"] == "2001:db8::1" && fields["flexString1"] == "2001:db8::/48")
        for (host, node) in [("vb1.example.vn", "vb1"), ("10.0.0.5", "10.0.0.5"), ("fe80::1", "fe80::1"), ("", "")] {
            let product = ExportingProduct(version: "1", host: host)
            #expect(try Read.cef(TrailFormat.cef.line(event, from: product)).fields["deviceExternalId"] == node)
            #expect(try Read.syslog(TrailFormat.rfc5424.line(event, from: product)).host == (host.isEmpty ? "-" : host))
        }
    }
}

@Suite("What an action is to other collectors")
struct ActionMeaningTests {
    /// The mapping as the auditors have it, by OCSF's `type_uid`.
    static let rows = [
        100803: "configuration access", 100804: "configuration access", 100899: "configuration access",
        300101: "iam user creation", 300103: "iam user change", 300199: "iam user change",
        300201: "authentication start", 300202: "session end", 300501: "iam change", 300503: "iam change",
        600102: "web access", 600105: "web access", 600199: "web access",
        600203: "process start", 600204: "process end", 600208: "configuration change", 600299: "process info",
        600301: "web change", 600303: "web change", 600601: "file creation", 600614: "file access",
    ]

    @Test("is the same in OCSF and ECS, for every action, and every line of the mapping is used")
    func mapping() throws {
        let product = ExportingProduct(version: "1", host: "h")
        var used: Set<Int> = []
        for action in AuditEvent.Action.allCases {
            let event = ExportedEvent(action, at: Date(timeIntervalSince1970: 0), on: .init(kind: "incoming", id: "1"))
            let ocsf = try Read.json(TrailFormat.ocsf.line(event, from: product))
            let ecs = try Read.json(TrailFormat.ecs.line(event, from: product))["event"] as? [String: Any]
            let type = try #require(ocsf["type_uid"] as? Int)
            let words = (ecs?["category"] as? [String] ?? []) + (ecs?["type"] as? [String] ?? [])
            #expect(words.joined(separator: " ") == Self.rows[type], "\(action)")
            #expect((ocsf["activity_name"] != nil) == (type % 100 == 99), "\(action)")
            used.insert(type)
        }
        #expect(used == Set(Self.rows.keys))
    }

    @Test("has a name that syslog does not cut")
    func names() throws {
        let product = ExportingProduct(version: "1", host: "h")
        for action in AuditEvent.Action.allCases {
            let event = ExportedEvent(action, at: Date(timeIntervalSince1970: 0), on: .init(kind: "service"))
            #expect(try Read.syslog(TrailFormat.rfc5424.line(event, from: product)).message == action.rawValue)
            #expect(try Read.cef(TrailFormat.cef.line(event, from: product)).header[5] == action.label.english)
        }
    }
}

/// The golden lines, as they stand in the file beside the repository.
struct GoldenExport {
    let source: String
    let values: [String: Any]

    static var file: GoldenExport? {
        let url = TestData.repository.appending(path: "../shared/testdata/transparency/export-golden.json")
        guard let data = try? Data(contentsOf: url),
            let values = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else {
            print("skipped: the golden lines of exports are not beside the repository")
            return nil
        }
        return GoldenExport(source: String(decoding: data, as: UTF8.self), values: values)
    }

    func text(_ name: String) throws -> String {
        try #require((values["one_event"] as? [String: Any])?[name] as? String)
    }

    /// An object without the blanks between its parts, in the order in which the file has them.
    func object(_ name: String) throws -> String {
        var rest = source[try #require(source.firstRange(of: "\"\(name)\": {")).upperBound...]
        var text = "{"
        var depth = 1
        var isQuoted = false
        while depth > 0, let sign = rest.popFirst() {
            if sign == "\"" { isQuoted.toggle() }
            if !isQuoted { depth += sign == "{" ? 1 : sign == "}" ? -1 : 0 }
            if isQuoted || !sign.isWhitespace { text.append(sign) }
        }
        return text
    }
}
