import Testing

@testable import Postgres

@Suite("The queue of jobs")
struct RingTests {
    @Test func givesBackInOrderWhateverItGrewTo() {
        var ring = Ring<Int>()
        var put = 0
        var got = 0
        // Two in and one out: it grows several times while its head moves.
        while put < 1_000 {
            for _ in 1...2 {
                ring.append(put)
                put += 1
            }
            #expect(ring.first == got)
            #expect(ring.popFirst() == got)
            got += 1
        }
        #expect(ring.count == put - got)
        while let element = ring.popFirst() {
            #expect(element == got)
            got += 1
        }
        #expect(got == put)
        #expect(ring.isEmpty && ring.first == nil)
    }
}
