import Exchange
import Foundation
import Testing

@Suite("An envelope in JSON")
struct JSONTests {
    let folder = TestFolder()

    func decode(_ text: String) throws(ExchangeError) -> Envelope {
        try EnvelopeJSON().decode(Data(text.utf8), filesIn: "/files")
    }

    @Test("comes back the same, whatever it holds", arguments: 1...40)
    func roundTrip(seed: Int) throws {
        var envelopes = RandomEnvelope(seed: seed, folder: folder)
        let envelope = envelopes.next()
        let again = try EnvelopeJSON().decode(try EnvelopeJSON().encode(envelope), filesIn: folder.path)
        #expect(again == envelope)
    }

    @Test("comes back the same if a peer wrote it", .enabled(if: TestData.isPresent))
    func samples() throws {
        for name in TestData.files(in: "envelopes") {
            let folder = TestFolder()
            let path = TestData.path("envelopes/" + name)
            let envelope = try EnvelopeReader().read(file: path, attachmentsInto: folder.path)
            let again = try EnvelopeJSON().decode(try EnvelopeJSON().encode(envelope), filesIn: folder.path)
            #expect(again == envelope)
        }
    }

    @Test("may be as short as a person writes it")
    func short() throws {
        let envelope = try decode(
            """
            {"kind": "new", "from": {"organID": "H99.01"}, "to": [{"organID": "H99.02", "name": null}], "toPlaces": [],
             "documentType": {"name": "Công văn"}, "promulgatedOn": "2026-11-20",
             "trace": [{"organID": "H99.01", "at": "2026-11-20T09:15:00+07:00"}], "attachments": [{"name": "a", "file": "1"}]}
            """)
        #expect(envelope.to.map(\.organID) == ["H99.02"] && envelope.attachments.map(\.file) == ["/files/1"])
        #expect(envelope.trace.first?.at == Date(timeIntervalSince1970: 1_795_140_900))
        let complete = envelope.completed(at: Date())
        #expect(complete.documentType.type == 2 && complete.documentID != nil && complete.business?.type == 0)
        #expect(complete.trace == envelope.trace)
    }

    @Test("names the value that is wrong")
    func refusals() {
        let cases: [(String, String)] = [
            ("{", "it is no JSON"), ("[]", "it is no JSON"), ("", "it is no JSON"),
            ("{\"from\": {\"organID\": \"A\"}}", "“kind” is missing"),
            ("{\"kind\": \"old\", \"from\": {\"organID\": \"A\"}}", "“kind” cannot be read"),
            ("{\"kind\": \"new\", \"from\": {}}", "“from.organID” is missing"),
            (
                "{\"kind\": \"new\", \"from\": {\"organID\": \"A\"}, \"to\": [{\"organID\": 7}]}",
                "“to.0.organID” cannot be read"
            ),
            ("{\"kind\": \"new\", \"from\": {\"organID\": \"A\", \"nmae\": \"x\"}}", "“from.nmae” is not known"),
            ("{\"kind\": \"new\", \"from\": {\"organID\": \"A\"}, \"subjct\": \"x\"}", "“subjct” is not known"),
            (
                "{\"kind\": \"new\", \"from\": {\"organID\": \"A\"}, \"dueOn\": \"2026-02-30\"}",
                "“dueOn” cannot be read"
            ),
        ]
        for (text, problem) in cases {
            let error = #expect(throws: ExchangeError.self) { try decode(text) }
            #expect(error?.kind == .description(problem), "\(text)")
        }
    }

    @Test("takes no file from elsewhere", arguments: ["", ".", "..", "/etc/passwd", "../a", "a/b", "a\\u0000b"])
    func files(name: String) {
        let text =
            "{\"kind\": \"new\", \"from\": {\"organID\": \"A\"}, \"attachments\": [{\"name\": \"a\", \"file\": \"\(name)\"}]}"
        let error = #expect(throws: ExchangeError.self) { try decode(text) }
        #expect(error?.kind == .description("“attachments.0.file” is no plain file name"))
    }
}
