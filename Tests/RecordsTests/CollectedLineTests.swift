import Records
import TestNumbers
import Testing

@Suite("A line that a collector kept")
struct CollectedLineTests {
    static let data = #"[evt@32473 idx="5" id="9" outcome="success" obj="incoming:4" req="r"][meta sequenceId="5"]"#

    private func read(_ line: String) -> CollectedLine? { CollectedLine(Array(line.utf8)) }

    @Test("is read in whatever form the collector writes it")
    func forms() throws {
        let plain = try #require(read("<110>1 - h a 1 m \(Self.data) -"))
        #expect(plain.log == 1 && plain.place == 5)
        #expect(plain.facts == ["id": "9", "outcome": "success", "obj": "incoming:4", "req": "r"])
        let json = Self.data.replacing("\"", with: "\\\"")
        for line in [
            Self.data, "Nov 22 10:00:00 h congvan: \(Self.data) -", "{\"sd\":\"\(json)\",\"x\":\"[evt@\"}",
            "x\(Self.data)", "\u{0}\u{7F} \(Self.data)\r",
        ] { #expect(read(line) == plain, "\(line)") }
        #expect(read(Self.data.replacing("idx=\"5\"", with: "idx=\"5\" log=\"3\""))?.log == 3)
        let wrapped = Self.data.replacing("idx=\"5\"", with: "idx=\"2147483652\"")
        #expect(read(wrapped)?.place == 2_147_483_652, "the number in meta begins again, the place does not")
    }

    @Test("is none of ours where anything about its form is wrong")
    func hostile() {
        for line in [
            "", "x", "[evt@", "[evt@32473", "[evt@32473 ", "[evt@32473 idx", "[evt@32473 idx=", "[evt@32473 idx=\"",
            "[evt@32473 idx=\"5", "[evt@32473 idx=\"5\"", "[evt@32473 idx=\"5\"]", "[meta sequenceId=\"5\"]",
            Self.data.replacing("sequenceId=\"5\"", with: "sequenceId=\"6\""),
            Self.data.replacing("idx=\"5\"", with: "idx=\"-5\""),
            Self.data.replacing("idx=\"5\"", with: "idx=\"0\""),
            Self.data.replacing("idx=\"5\"", with: "idx=\"99999999999999999999\""),
            Self.data.replacing("idx=\"5\"", with: "idx=\"5\" log=\"1\""),
            Self.data.replacing("idx=\"5\"", with: "idx=\"5\" log=\"x\""),
            Self.data + "[evt@32473 idx=\"5\"]", "[evt@1 x=\"\\", "[evt@1 idx=\\\"5\\\"",
            String(repeating: "[evt@", count: 10_000), "[evt@1" + String(repeating: " a=\"b\"", count: 5000),
        ] { #expect(read(line) == nil, "\(line.prefix(80))") }
        let text = Self.data.replacing("req=\"r\"", with: #"req="\"][evt@1 idx=\"7\"][meta sequenceId=\"7\"\]""#)
        #expect(read(text)?.place == 5, "what a value says is no element")
    }

    @Test("of any bytes at all stops nobody", arguments: 1...3)
    func bytes(seed: Int) {
        var random = Seeded(seed)
        let sound = Array(Self.data.utf8)
        for _ in 0..<2000 {
            var line = sound
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<line.count, using: &random)
                line[place] = UInt8.random(in: 0...255, using: &random)
            }
            let read = CollectedLine(line.prefix(Int.random(in: 0...line.count, using: &random)))
            #expect(read?.place ?? 1 > 0)
        }
    }
}
