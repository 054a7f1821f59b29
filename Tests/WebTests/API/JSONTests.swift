import Foundation
import Testing

@testable import Web

@Suite("JSON from outside")
struct JSONTests {
    private func read(_ text: String) throws -> JSON { try JSONReader.read(Array(text.utf8)) }

    @Test func isReadAndWrittenTheSameWay() throws {
        let text = #"{"a":[1,-2.5,true,null,"x"],"b":{},"đ":"\n\t\"\\\u0001"}"#
        #expect(String(decoding: try read(text).bytes, as: UTF8.self) == text)
        #expect(try read(" [ 1e2 , 0 , -0 ] ") == .array([.number(100), .integer(0), .integer(0)]))
        #expect(try read(#""\u1ebf\ud83d\ude00\/""#) == .string("ế😀/"))
    }

    @Test func hasItsMembersInOrder() throws {
        #expect(String(decoding: try read(#"{"b":1,"a":2}"#).bytes, as: UTF8.self) == #"{"a":2,"b":1}"#)
    }

    @Test(arguments: [
        "", " ", "{", "}", "[1,]", "[1 2]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "{'a':1}", "01", "1.", ".5", "+1", "1e",
        "--1", "NaN", "Infinity", "1e999", "nul", "True", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud83d\"", "\"\\ude00\"",
        "\"\\u0000\"", "\"\u{1}\"", "1 2", "{} x", "{\"a\":1,\"a\":2}", "[1]//", "\u{FEFF}1",
    ])
    func isRefusedWhereItIsNone(_ text: String) {
        #expect(throws: JSONReader.Fault.self) { try read(text) }
    }

    @Test func isRefusedWhereItIsNoText() {
        for bytes: [UInt8] in [
            [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0, 0x22],
        ] {
            #expect(throws: JSONReader.Fault.self) { try JSONReader.read(bytes) }
        }
    }

    @Test func isNeitherDeepNorEndless() {
        #expect(throws: JSONReader.Fault.self) { try read(String(repeating: "[", count: 100_000)) }
        #expect(throws: JSONReader.Fault.self) { try read("[" + String(repeating: "1,", count: 30_000) + "1]") }
    }
}

@Suite("What a request's schema says")
struct SchemaTests {
    private let schema = Schema.object([
        .needed("text", .string), .maybe("day", .day), .maybe("count", .integer), .maybe("on", .boolean),
        .maybe("kind", .choice(["a", "b"])), .maybe("list", .array(.object([.needed("id", .integer)]))),
    ])

    private func faults(_ text: String) throws -> [String] {
        schema.faults(in: try JSONReader.read(Array(text.utf8))).map { "\($0.field) \($0.code)" }
    }

    @Test func letsWhatItDescribesPass() throws {
        #expect(try faults(#"{"text":"","day":"2026-11-22","count":1,"on":true,"kind":"a","list":[{"id":1}]}"#) == [])
        #expect(try faults(#"{"text":"x","day":null}"#) == [])
    }

    @Test func namesEverythingThatIsWrong() throws {
        #expect(
            try faults(
                #"{"day":"22/11/2026","count":"1","on":1,"kind":"c","list":[{"id":1.5},{}],"more":1}"#) == [
                    "text required", "day not-a-day", "count not-a-number", "on wrong-type", "kind unknown-choice",
                    "list[0].id not-a-number", "list[1].id required", "more unknown-field",
                ])
        #expect(try faults("[]") == [" wrong-type"])
        #expect(try faults(#"{"text":["x"],"list":{}}"#) == ["text wrong-type", "list wrong-type"])
    }
}
