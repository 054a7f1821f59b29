import Foundation
import TestNumbers
import Testing

@testable import Exchange

@Suite("The base64 of an attachment")
struct Base64Tests {
    /// Decodes a text in pieces of a size; `nil` if it is not base64.
    func decode(_ text: [UInt8], piece: Int = .max) -> [UInt8]? {
        var decoder = Base64Decoder()
        var result: [UInt8] = []
        var start = 0
        while start < text.count {
            let end = piece < text.count - start ? start + piece : text.count
            let input = Array(text[start..<end])
            var output = [UInt8](repeating: 0xAA, count: Base64Decoder.room(for: input.count) + 16)
            let count = input.withUnsafeBufferPointer { input in
                output.withUnsafeMutableBytes { room in
                    room.baseAddress.flatMap { decoder.decode(input, into: $0) }
                }
            }
            guard let count else { return nil }
            #expect(count <= Base64Decoder.room(for: input.count))
            #expect(output.suffix(16).allSatisfy { $0 == 0xAA }, "wrote beyond its room")
            result += output[..<count]
            start = end
        }
        return decoder.isComplete ? result : nil
    }

    func decode(_ text: String) -> [UInt8]? { decode(Array(text.utf8)) }

    @Test("gives back the bytes, in pieces of every size")
    func givesBack() {
        var random = Seeded(state: 64)
        for length in 0..<200 {
            let bytes = random.bytes(length)
            let text = Array(Data(bytes).base64EncodedString().utf8)
            for piece in [1, 2, 3, 4, 5, 7, 64, 1000] { #expect(decode(text, piece: piece) == bytes) }
        }
    }

    @Test("may have blanks and line ends anywhere")
    func mayHaveBlanks() {
        var random = Seeded(state: 65)
        for _ in 0..<300 {
            let bytes = random.bytes(Int.random(in: 0..<300, using: &random))
            var text = Array(Data(bytes).base64EncodedString().utf8)
            for _ in 0..<Int.random(in: 0..<30, using: &random) {
                let blank = Array(" \t\r\n".utf8).randomElement(using: &random) ?? 32
                text.insert(blank, at: Int.random(in: 0...text.count, using: &random))
            }
            #expect(decode(text, piece: Int.random(in: 1...50, using: &random)) == bytes)
        }
    }

    @Test(
        "is refused where two texts would mean the same, or none",
        arguments: [
            "A", "AA", "AAA", "AA=", "AA==A", "AA===", "AAA==", "=", "====", "A===", "AAAA=", "AAAAA", "AB==", "AAB=",
            "AA=A", "AAAA====", "AA==AAAA", "AAA=AAAA", "AA-_", "AA*A", "data:application/pdf;base64,AAAA", "AAAÀ",
            "AA\u{0}A", "AAAA.", "＝", "QR==", "QUJDQR==",
        ])
    func isRefused(text: String) {
        #expect(decode(text) == nil)
        #expect(decode(Array(text.utf8), piece: 1) == nil)
    }

    @Test("accepts exactly what it would write itself")
    func acceptsItsOwn() {
        var random = Seeded(state: 66)
        let alphabet = Array("ABCDwxyz0189+/==".utf8)
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...9, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 65
            }
            let string = String(decoding: text, as: UTF8.self)
            let canonical = Data(base64Encoded: string).flatMap { $0.base64EncodedString() == string ? Array($0) : nil }
            #expect(decode(text) == canonical, "\(string)")
        }
    }
}

@Suite("Bytes that become base64")
struct Base64EncoderTests {
    /// Encodes in pieces of a size.
    func encode(_ bytes: [UInt8], piece: Int) -> String {
        var encoder = Base64Encoder()
        var result: [UInt8] = []
        var start = 0
        var room = [UInt8](repeating: 0xAA, count: Base64Encoder.room(for: bytes.count) + 16)
        func take(_ count: Int, most: Int) {
            #expect(room[Base64Encoder.room(for: most)...].allSatisfy { $0 == 0xAA }, "wrote beyond its room")
            result += room[..<count]
            room = [UInt8](repeating: 0xAA, count: room.count)
        }
        while start < bytes.count {
            let input = Array(bytes[start..<min(start + piece, bytes.count)])
            let count = input.withUnsafeBufferPointer { input in
                room.withUnsafeMutableBytes { encoder.encode(input, into: $0.baseAddress!) }
            }
            take(count, most: input.count)
            start += input.count
        }
        take(room.withUnsafeMutableBytes { encoder.finish(into: $0.baseAddress!) }, most: 0)
        return String(decoding: result, as: UTF8.self)
    }

    @Test("are those of Foundation, in pieces of every size")
    func agrees() {
        var random = Seeded(state: 66)
        for length in 0..<200 {
            let bytes = random.bytes(length)
            for piece in [1, 2, 3, 4, 5, 7, 64, 1000] {
                #expect(encode(bytes, piece: piece) == Data(bytes).base64EncodedString())
            }
        }
    }
}
