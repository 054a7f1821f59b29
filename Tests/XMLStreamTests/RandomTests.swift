import TestNumbers
import Testing
import XMLStream

@Suite("A document of random damage")
struct RandomTests {
    static let sample = Array(
        """
        <?xml version="1.0" encoding="UTF-8"?><!-- đầu -->
        <r xmlns="urn:a" xmlns:p="urn:b"><p:x k="v&amp;" p:m='"'>văn &lt;bản&gt; <![CDATA[<]]]]></p:x>\
        <streamed>\(String(repeating: "QUJDREVG", count: 80))</streamed><?pi x?><e/>&#x1EA1;</r>
        """.utf8)

    @Test("never breaks the reader, and means the same in any chunks")
    func neverBreaks() {
        var random = Seeded(state: 2026)
        let interesting: [UInt8] = Array("<>&;'\"!?-[]/= \r\n:x".utf8) + [0, 0x80, 0xC3, 0xEF, 0xBF, 0xFF]
        for _ in 0..<4000 {
            var document = Self.sample
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<document.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: document[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 1: document.remove(at: index)
                case 2: document.insert(interesting.randomElement(using: &random) ?? 0, at: index)
                default: document[index] = interesting.randomElement(using: &random) ?? 0
                }
            }
            let whole = refusal(document)
            let pieces = refusal(document, chunk: Int.random(in: 1...40, using: &random))
            #expect(whole?.kind == pieces?.kind, "\(String(decoding: document, as: UTF8.self))")
        }
    }

    @Test("may be cut anywhere: only the whole is accepted")
    func mayBeCut() {
        for count in 0..<Self.sample.count {
            #expect(refusal(Array(Self.sample[..<count])) != nil, "\(count)")
        }
        #expect(refusal(Self.sample) == nil)
    }

    @Test("may be noise")
    func mayBeNoise() {
        var random = Seeded(state: 7)
        for length in 0..<2000 {
            let noise = (0..<length % 200).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(refusal(noise) != nil)
        }
    }
}
