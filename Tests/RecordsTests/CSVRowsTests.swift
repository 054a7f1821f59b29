import Records
import Testing

@Suite("CSV that comes piece by piece")
struct CSVRowsTests {
    private func read(_ bytes: [UInt8], piece: Int = 7) -> [String] {
        var rows = CSVRows()
        var lines: [String] = []
        func take(_ row: CSVRows.Row, _ line: Int) {
            switch row {
            case .fields(let fields): lines.append("\(line): \(fields.joined(separator: "|"))")
            case .fault(let fault): lines.append("\(line): \(fault.rawValue)")
            }
        }
        for start in stride(from: 0, to: bytes.count, by: piece) {
            rows.feed(bytes[start..<min(start + piece, bytes.count)], take)
        }
        rows.finish(take)
        return lines
    }

    private func read(_ text: String, piece: Int = 7) -> [String] { read(Array(text.utf8), piece: piece) }

    @Test("is read the same in pieces of any size", arguments: [1, 2, 3, 5, 64])
    func pieces(piece: Int) {
        let text = "\u{FEFF}code,name\r\nH01,\"Sở \"\"A\"\", B\"\n\nH02,Ủy ban\r\nH03,"
        #expect(read(text, piece: piece) == ["1: code|name", "2: H01|Sở \"A\", B", "4: H02|Ủy ban", "5: H03|"])
        #expect(read("\u{FEFF}\"code\",name\n", piece: piece) == ["1: code|name"])
    }

    @Test("says what is wrong with a row and goes on with the next")
    func faults() {
        #expect(read("a,b\"c\nd,e\n") == ["1: bad-quote", "2: d|e"])
        #expect(read("\"a\"b,c\nd,e\n") == ["1: bad-quote", "2: d|e"])
        #expect(read("a,\u{0}b\nd,e\n") == ["1: control-characters", "2: d|e"])
        #expect(read(Array("a,".utf8) + [0xC3, 0x28, 10] + Array("d,e\n".utf8)) == ["1: not-utf-8", "2: d|e"])
        let many = Array(repeating: "x", count: CSVRows.mostFields + 1).joined(separator: ",")
        #expect(read(many + "\nd,e\n", piece: 512) == ["1: too-many-fields", "2: d|e"])
        let long = String(repeating: "x", count: CSVRows.mostBytes + 1)
        #expect(read(long + "\nd,e\n", piece: 512) == ["1: row-too-long", "2: d|e"])
    }

    @Test("loses no more than a row's worth to a quote that never ends")
    func openQuote() {
        #expect(read("a,\"b\nc,d") == ["1: bad-quote"])
        let filler = String(repeating: "x,y\n", count: CSVRows.mostBytes / 4)
        let lines = read("a,\"b\n" + filler + "c,d\n", piece: 4096)
        #expect(lines.first == "1: row-too-long" && lines.last?.hasSuffix(": c|d") == true && lines.count <= 3)
    }

    @Test("of random bytes never holds more than its limits")
    func random() {
        for seed in 1...50 {
            var state = UInt64(seed)
            let bytes = (0..<5000).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return [10, 13, 34, 44, 65, 0xC3, 0xA9, 0, 0xEF][Int(state >> 33) % 9]
            }
            #expect(read(bytes, piece: seed) == read(bytes, piece: 5000))
        }
    }
}

@Suite("A list of agencies")
struct DirectoryColumnsTests {
    private func entry(_ header: [String], _ fields: [String]) -> String {
        do throws(DirectoryColumns.Refusal) {
            let entry = try DirectoryColumns(header: header).entry(fields)
            return "\(entry.code) \(entry.name) \(entry.parent) \(entry.largestPacket ?? 0) \(entry.hasLeft)"
        } catch {
            return error.code
        }
    }

    @Test("has its columns in any order, by English or Vietnamese names, and others are left alone")
    func columns() {
        #expect(entry(["Tên cơ quan", "?", "Mã định danh"], ["Sở A", "x", "H01"]) == "H01 Sở A  0 false")
        #expect(
            entry(["code", "name", "parent", "largest", "left"], [" H01 ", "Sở A", "H", "2048", "x"])
                == "H01 Sở A H 2048 true")
        #expect(entry(["code"], ["H01"]) == "no-code-or-name-column")
        #expect(entry(["code", "name", "CODE"], []) == "column-twice")
    }

    @Test("refuses what can be no agency, with the field and the rule")
    func refusals() {
        let header = ["code", "name", "linked", "largest"]
        #expect(entry(header, ["", "Sở A"]) == "code: required")
        #expect(entry(header, ["H01;DROP", "Sở A"]) == "code: wrong")
        #expect(entry(header, ["H01", " "]) == "name: required")
        #expect(entry(header, ["H01", "Sở A", "h01"]) == "linked: chosen-twice")
        #expect(entry(header, ["H01", "Sở A", "", "abc"]) == "largest: not-a-number")
        #expect(entry(header, ["H01", "Sở A", "", "5"]) == "largest: out-of-range")
        #expect(entry(header, ["H01", String(repeating: "a", count: 401)]) == "name: too-long")
        #expect(entry(header, ["../../etc/passwd", "Sở A"]) == "code: wrong")
    }

    @Test("is found by the words of a name and by how people shorten it")
    func words() {
        #expect(CorrespondentEntry(code: "H01", name: "Ủy ban nhân dân xã Thử").words.contains("ubnd"))
        #expect(CorrespondentEntry(code: "H01", name: "Sở Nội vụ").words.contains("snv"))
    }
}
