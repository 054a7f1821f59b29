import Foundation
import TestNumbers
import Testing

@testable import Exchange

@Suite("The envelope in a JSON answer")
struct DataFieldTests {
    /// The text and what is left, of an answer that arrives in pieces.
    private func read(_ json: String, pieces: Int = 1 << 20, limit: Int = 1000) throws -> (
        text: String, rest: String, isFound: Bool
    ) {
        var field = DataField()
        var text: [UInt8] = []
        let bytes = Array(json.utf8)
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            let piece = Array(bytes[start..<min(start + pieces, bytes.count)])
            try piece.withUnsafeBufferPointer { piece throws(ExchangeError) in
                try field.feed(piece, limit: limit) { (part) throws(ExchangeError) in text += part }
            }
        }
        return (String(decoding: text, as: UTF8.self), String(decoding: field.rest, as: UTF8.self), field.isFound)
    }

    @Test("is taken out wherever the answer is cut", arguments: 1...9)
    func cut(_ pieces: Int) throws {
        let json =
            #"{ "status" : "OK", "ErrorCode":"0", "x":{"data":"no","y":["data","\"data\":"]}, "data" : "QUJD\/\u002b\n=", "z":[1] }"#
        let read = try read(json, pieces: pieces)
        #expect(read.text == "QUJD/+ =")
        #expect(
            read.rest
                == #"{ "status" : "OK", "ErrorCode":"0", "x":{"data":"no","y":["data","\"data\":"]}, "data" : "", "z":[1] }"#
        )
        #expect(read.isFound)
    }

    @Test(
        "is not found where it is no text, is inside something, or does not end",
        arguments: [
            #"{"data":null}"#, #"{"a":{"data":"QUJD"}}"#, #"["data","QUJD"]"#, #"{"data":["QUJD"]}"#, #"{"data":"QUJD"#,
            "", "<html>",
        ])
    func absent(_ json: String) throws {
        #expect(try !read(json).isFound)
    }

    @Test("is refused where there are two, where its escapes are none, or where there is too much besides")
    func refused() {
        #expect(throws: ExchangeError(.transport(.answerMalformed))) { try read(#"{"data":"QQ==","data":"Qg=="}"#) }
        #expect(throws: ExchangeError(.transport(.answerMalformed))) { try read(#"{"data":"\u1234"}"#) }
        #expect(throws: ExchangeError(.transport(.answerMalformed))) { try read(#"{"data":"\x"}"#) }
        let long = "{\"other\":\"" + String(repeating: "x", count: 2000) + "\"}"
        #expect(throws: ExchangeError(.transport(.answerTooLong(bytes: 1000)))) { try read(long) }
    }
}
