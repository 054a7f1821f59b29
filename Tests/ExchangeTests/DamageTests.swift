import Exchange
import TestNumbers
import Testing

@Suite("A damaged envelope")
struct DamageTests {
    @Test("is refused wherever it is cut", .enabled(if: TestData.isPresent))
    func isCut() throws {
        let bytes = TestData.bytes("envelopes/edoc_new.edxml")
        for count in stride(from: 0, to: bytes.count, by: 997) {
            let folder = TestFolder()
            #expect(throws: ExchangeError.self) { try EnvelopeReader().read(Array(bytes[..<count]), into: folder) }
            #expect(folder.files.isEmpty)
        }
    }

    @Test("never breaks the reader, and leaves nothing behind when it is refused", .enabled(if: TestData.isPresent))
    func isFlipped() {
        let bytes = TestData.bytes("envelopes/gateway_2025_three_attachments.edxml")
        var random = Seeded(state: 5)
        var refused = 0
        for _ in 0..<3000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                damaged[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            let folder = TestFolder()
            do throws(ExchangeError) {
                let envelope = try EnvelopeReader().read(damaged, into: folder)
                #expect(folder.files.count == envelope.attachments.count)
            } catch {
                refused += 1
                #expect(folder.files.isEmpty && !error.verdict.isEmpty && error.verdict != "storage")
            }
        }
        #expect(refused > 1000)
    }
}
