import Foundation
import Postgres
import TestOffice
import Testing

@Suite("A bad envelope", .serialized, .oneAtATime)
struct BadEnvelopeTests {
    struct Case: Sendable {
        let name: String
        let bytes: [UInt8]
        /// The rule that it breaks.
        let fault: String
        /// What the clerk is told, or a part of it.
        var words = ""
    }

    /// Every one is kept with what is wrong and where, nothing is half-registered, and the office goes on.
    @Test func isKeptAmongTheFaultyOnesWithWhatIsWrongAndWhere() async throws {
        try await withRunningOffice { office, house in
            let clerk = try await Program.signedIn("van.thu", to: office)
            for bad in Self.cases {
                let answer = try await clerk.post("/intakes", file: bad.name, bad.bytes)
                #expect(answer.status == 201, "\(bad.name): \(answer.text)")
                #expect(answer.json["state"]?.string == "faulty", "\(bad.name)")
                #expect(
                    answer.json["faultCode"]?.string == bad.fault, "\(bad.name): \(answer.json["fault"]?.string ?? "")")
                let sentence = answer.json["fault"]?.string ?? ""
                #expect(sentence.contains(bad.words), "\(bad.name): \(sentence)")
                let id = try #require(answer.json["id"]?.integer)
                #expect(try await kept(id, house) == bad.bytes, "\(bad.name) is kept byte for byte")
                var registration = Papers.details("1")
                registration["intake"] = .integer(id)
                #expect(try await clerk.post("/incoming", .object(registration)).status >= 400, "\(bad.name)")
            }
            #expect(try await house.count("SELECT count(*) AS n FROM incoming_document") == 0)
            #expect(try await house.count("SELECT count(*) AS n FROM register_year") == 0)

            var person = try await Browser.signedIn("van.thu", to: office)
            let list = try await person.open("/intakes?state=faulty")
            for bad in Self.cases { #expect(list.shows(bad.name)) }
            #expect(list.shows("DOCTYPE"))
            #expect(office.peakMemory < 400 << 20, "\(office.peakMemory >> 20) MB")
            #expect(try await onThread { try Request("GET", "/health").send(to: office.port) }.status == 200)
        }
    }

    @Test func cannotNameAFileOutsideTheStore() async throws {
        try await withRunningOffice { office, house in
            let clerk = try await Program.signedIn("van.thu", to: office)
            for (number, name) in ["../../../../etc/cron.d/congvan.pdf", "/etc/passwd", #"C:\Windows\a.pdf"#]
                .enumerated()
            {
                var envelope = Envelope()
                envelope.number = "\(number + 1)"
                envelope.files = [.init(name, Papers.pdf(name.count.description))]
                let answer = try await clerk.post("/intakes", file: "../../\(name).edxml", envelope.bytes)
                #expect(answer.json["state"]?.string == "waiting", "\(answer.text)")
                let shown = [answer.json["name"]?.string, answer.json["attachments"]?[0]?["name"]?.string].compactMap {
                    $0
                }
                #expect(shown.count == 2)
                #expect(shown.allSatisfy { !$0.contains("/") && !$0.contains("\\") && !$0.contains("..") }, "\(shown)")
                let file = try #require(answer.json["attachments"]?[0]?["href"]?.string)
                let disposition = try await clerk.get(file)["content-disposition"] ?? ""
                #expect(disposition.hasPrefix("attachment") && !disposition.contains("/"), "\(disposition)")
            }
            #expect(!FileManager.default.fileExists(atPath: "/etc/cron.d/congvan.pdf"))
            // Files stand under names that the store gives them, and nowhere else.
            let names = try FileManager.default.subpathsOfDirectory(atPath: house.folder)
            #expect(names.allSatisfy { !$0.contains("congvan") && !$0.contains("passwd") })
        }
    }

    /// The bytes of what arrived, as the store has them.
    private func kept(_ intake: Int, _ house: TestOffice) async throws -> [UInt8] {
        let digest = try await house.owner.row(
            "SELECT encode(digest, 'hex') AS digest FROM intake WHERE id = \(intake)"
        ) {
            try $0["digest"] as String
        }
        let wanted = try #require(digest)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: house.folder)
        let path = try #require(
            paths.first { $0.replacing("/", with: "").contains(wanted) }, "the file is in the store")
        return Array(try Data(contentsOf: URL(filePath: house.folder + "/" + path)))
    }

    private static let cases: [Case] = {
        var doctype = Envelope()
        doctype.declaration += "\n<!DOCTYPE edXML [<!ENTITY a \"aaaa\"><!ENTITY b SYSTEM \"file:///etc/passwd\">]>"
        doctype.subject = "&b;"
        var attributes = Envelope()
        attributes.more = "<More \((0..<100_000).map { "a\($0)=\"1\"" }.joined(separator: " "))/>"
        var levels = Envelope()
        levels.more = String(repeating: "<a>", count: 10_000) + String(repeating: "</a>", count: 10_000)
        var utf16 = Envelope()
        utf16.declaration = #"<?xml version="1.0" encoding="UTF-16"?>"#
        var base64 = Envelope()
        base64.files = [.init("a.pdf", Papers.pdf()), .init("b.pdf", Papers.pdf("B"))]
        base64.files[1].base64.insert("*", at: base64.files[1].base64.startIndex)
        var bomb = Envelope()
        bomb.files = [.init("congvan.pdf", ZipBomb.make(megabytes: 100))]
        var nobody = Envelope()
        nobody.from = ""
        return [
            Case(
                name: "khong-phai-xml.edxml", bytes: Array("Kính gửi cơ quan".utf8), fault: "malformed", words: "dòng 1"
            ),
            Case(name: "bi-cat.edxml", bytes: Array(Envelope().bytes.prefix(700)), fault: "malformed", words: "dòng"),
            Case(name: "doctype.edxml", bytes: doctype.bytes, fault: "dtd", words: "DOCTYPE"),
            Case(name: "thuoc-tinh.edxml", bytes: attributes.bytes, fault: "limit", words: "thuộc tính"),
            Case(name: "long-nhau.edxml", bytes: levels.bytes, fault: "limit", words: "quá sâu"),
            Case(
                name: "utf-16.edxml", bytes: Array(utf16.text.data(using: .utf16) ?? Data()), fault: "encoding",
                words: "UTF-8"),
            Case(name: "base64.edxml", bytes: base64.bytes, fault: "base64", words: "thứ 2"),
            Case(name: "bom-nen.edxml", bytes: bomb.bytes, fault: "limit", words: "nén"),
            Case(name: "khong-noi-gui.edxml", bytes: nobody.bytes, fault: "missing", words: "From"),
        ]
    }()
}
