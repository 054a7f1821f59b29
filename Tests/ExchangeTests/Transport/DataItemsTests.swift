import Testing

@testable import Exchange

@Suite("A list in a JSON answer")
struct DataItemsTests {
    /// The items and what is left, of an answer that arrives in pieces.
    private func read(_ json: String, pieces: Int = 1 << 20, limit: Int = 1000) throws -> (
        items: [String], rest: String
    ) {
        var list = DataItems()
        var items: [String] = []
        let bytes = Array(json.utf8)
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            let piece = Array(bytes[start..<min(start + pieces, bytes.count)])
            try piece.withUnsafeBufferPointer { piece throws(ExchangeError) in
                try list.feed(piece, limit: limit) { (item) throws(ExchangeError) in
                    items.append(String(decoding: item, as: UTF8.self))
                }
            }
        }
        return (items, String(decoding: list.rest, as: UTF8.self))
    }

    @Test("is taken apart wherever the answer is cut", arguments: 1...9)
    func cut(_ pieces: Int) throws {
        let json = #"""
            {"x":{"data":[{"no":1}]},"status":"data", "data" : [ {"a":"}]\"","b":[{"c":{}}]} ,{},
            {"name":"[{"}],"ErrorCode":"0","y":[{"z":["data"]}]}
            """#
        let read = try read(json, pieces: pieces)
        #expect(read.items == [#"{"a":"}]\"","b":[{"c":{}}]}"#, "{}", #"{"name":"[{"}"#])
        #expect(
            read.rest
                == #"{"x":{"data":[{"no":1}]},"status":"data", "data" : [],"ErrorCode":"0","y":[{"z":["data"]}]}"#)
    }

    @Test(
        "is none where it is no list, or inside something",
        arguments: [
            #"{"data":null}"#, #"{"data":"[{}]"}"#, #"{"data":{"data":[{}]}}"#, #"[{"data":[{}]}]"#, "", "<html>",
            #"{"x":"data","y":[{}]}"#,
        ])
    func none(_ json: String) throws {
        let read = try read(json)
        #expect(read.items.isEmpty && read.rest == json)
    }

    @Test(
        "is refused where it holds something else, is there twice, or has no end",
        arguments: [
            (#"{"data":[1]}"#, "answer-malformed"), (#"{"data":["a"]}"#, "answer-malformed"),
            (#"{"data":[[]]}"#, "answer-malformed"), (#"{"data":[{}],"data":[{}]}"#, "answer-malformed"),
            (#"{"data":[{"name":""# + String(repeating: "x", count: 2000), "answer-too-long"),
            (String(repeating: "[", count: 2000), "answer-too-long"),
        ])
    func refuses(_ json: String, _ verdict: String) {
        let error = #expect(throws: ExchangeError.self) { try read(json) }
        #expect(error?.verdict == verdict)
    }
}
