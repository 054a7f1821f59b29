import Foundation
import Testing

@testable import Web

@Suite("A form with files, taken apart as it arrives")
struct MultipartParserTests {
    /// What a browser sends for a field, an empty file field, and a file that holds almost-boundaries.
    static let form = """
        --AaB03x\r
        Content-Disposition: form-data; name="_csrf"\r
        \r
        secret\r
        --AaB03x\r
        Content-Disposition: form-data; name="none"; filename=""\r
        Content-Type: application/octet-stream\r
        \r
        \r
        --AaB03x  \t\r
        content-disposition: form-data; name="file"; filename="C:\\docs\\công văn.pdf"\r
        Content-Type: application/pdf\r
        \r
        \r\n--AaB03\r\n-AaB03x\r\n\r\n--\u{0}--AaB03y\r
        --AaB03x--\r
        epilogue
        """

    private func parts(
        _ body: [UInt8], cutAt cuts: [Int] = [], boundary: String = "AaB03x"
    ) throws -> [(head: PartHead, contents: [UInt8])] {
        var parser = try MultipartParser(boundary: boundary)
        var parts: [(head: PartHead, contents: [UInt8])] = []
        var open = 0
        var start = 0
        for end in cuts + [body.count] {
            try body[start..<end].withUnsafeBytes { piece in
                try parser.read(piece) { event in
                    switch event {
                    case .part(let head):
                        parts.append((head, []))
                        open += 1
                    case .bytes(let bytes): parts[parts.count - 1].contents += Array(bytes)
                    case .end: open -= 1
                    }
                }
            }
            start = end
        }
        try parser.finish()
        #expect(open == 0)
        return parts
    }

    private func body(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func isTheSameWhereverItIsCut() throws {
        let bytes = body(Self.form)
        let whole = try parts(bytes)
        #expect(whole.map(\.head.field) == ["_csrf", "none", "file"])
        #expect(whole.map(\.head.fileName) == [nil, "", "C:\\docs\\công văn.pdf"])
        #expect(whole[0].contents == body("secret"))
        #expect(whole[1].contents.isEmpty)
        #expect(whole[2].contents == body("\r\n--AaB03\r\n-AaB03x\r\n\r\n--\u{0}--AaB03y"))
        for cut in 0...bytes.count {
            let cutOnce = try parts(bytes, cutAt: [cut])
            #expect(cutOnce.map(\.contents) == whole.map(\.contents), "cut at \(cut)")
            #expect(cutOnce.map(\.head) == whole.map(\.head), "cut at \(cut)")
        }
        #expect(try parts(bytes, cutAt: Array(1..<bytes.count)).map(\.contents) == whole.map(\.contents))
    }

    @Test func keepsEveryByteOfAFile() throws {
        let file = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ ($0 >> 8)) }
        let head = body("--b\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n")
        let whole = head + file + body("\r\n--b--")
        for size in [1, 7, 4096, 65_536] {
            let cuts = Array(stride(from: size, to: whole.count, by: size))
            #expect(try parts(whole, cutAt: cuts, boundary: "b").map(\.contents) == [file])
        }
    }

    @Test func isRefusedWhereItWasCutOff() throws {
        let bytes = body(Self.form)
        let last = try #require(Self.form.range(of: "--AaB03x--"))
        let end = Self.form.utf8.distance(from: Self.form.utf8.startIndex, to: last.upperBound)
        for length in 0..<end {
            #expect(throws: Problem.self, "cut off after \(length)") { try parts(Array(bytes[..<length])) }
        }
    }

    /// Each is wrong in one way.
    @Test(arguments: [
        "no boundary at all",
        "--AaB03x\r\n\r\ncontents\r\n--AaB03x--",
        "--AaB03x\r\nContent-Type: text/plain\r\n\r\nx\r\n--AaB03x--",
        "--AaB03x\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--AaB03x--",
        "--AaB03x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--AaB03x--",
        "--AaB03x\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nx\r\n--AaB03x--",
        "--AaB03x\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nx\r\n--AaB03x--",
        "--AaB03x\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--AaB03x--",
        "--AaB03x\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\nx\r\n--AaB03x--",
        "--AaB03x\r\nContent-Disposition: form-data; name=a\r\nno colon\r\n\r\nx\r\n--AaB03x--",
        "--AaB03x\r\nContent-Disposition: form-data; name=a\r\nbad name: x\r\n\r\nx\r\n--AaB03x--",
        "--AaB03x\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--AaB03x--",
        "--AaB03x\r\nContent-Disposition: form-data; name=a\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\nx\r\n--AaB03x--",
        "--AaB03x\r\nContent-Disposition: form-data; name=\"a\u{1}\"\r\n\r\nx\r\n--AaB03x--",
        "--AaB03xContent-Disposition: form-data; name=a\r\n\r\nx\r\n--AaB03x--",
    ])
    func isRefusedWhereItIsMalformed(_ text: String) {
        #expect(throws: Problem.self) { try parts(body(text)) }
    }

    @Test func hasNoEndlessHeadsPartsOrPreambles() {
        let long = "--AaB03x\r\nX: \(String(repeating: "x", count: MultipartParser.largestHead))"
        #expect(throws: Problem.self) { try parts(body(long), cutAt: [20]) }
        let part = "--AaB03x\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n"
        let most = String(repeating: part, count: MultipartParser.mostParts)
        #expect(throws: Never.self) { try parts(body(most + "--AaB03x--")) }
        #expect(throws: Problem.self) { try parts(body(most + part + "--AaB03x--")) }
        #expect(throws: Problem.self) {
            try parts(body(String(repeating: "preamble ", count: 200) + most + "--AaB03x--"))
        }
        let lines = String(repeating: "A: b\r\n", count: 20)
        #expect(throws: Problem.self) { try parts(body("--AaB03x\r\n\(lines)\r\nx\r\n--AaB03x--")) }
    }

    @Test(arguments: ["", " ", "ends with a blank ", "line\r\nend", "\"", String(repeating: "x", count: 71), "á"])
    func hasAnOrdinaryBoundary(_ boundary: String) {
        #expect(throws: Problem.self) { try MultipartParser(boundary: boundary) }
    }
}
