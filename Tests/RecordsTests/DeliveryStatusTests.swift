import Records
import Testing

@Suite("The status that is shown of a recipient")
struct DeliveryStatusTests {
    /// Before (nothing, then each), then what is shown after each of 01 02 03 04 05 06 13 15 16 has come.
    static let table = """
        --: 01 02 03 04 05 06 -- 15 16
        01: 01 02 03 04 05 06 01 15 16
        02: 02 02 03 04 05 06 02 15 16
        03: 03 03 03 04 05 06 03 15 16
        04: 04 04 04 04 05 06 04 15 16
        05: 05 05 05 05 05 06 05 15 16
        06: 06 06 06 06 06 06 06 15 16
        15: 15 15 15 15 15 15 15 15 15
        16: 16 16 16 16 16 16 16 15 16
        """

    @Test("is what the table says for every pair")
    func pairs() {
        let shown: [DeliveryStatus?] = [nil] + DeliveryStatus.allCases.filter(\.isARecipients)
        let lines = shown.map { before in
            let after = DeliveryStatus.allCases.map { $0.shown(after: before)?.rawValue ?? "--" }
            return "\(before?.rawValue ?? "--"): \(after.joined(separator: " "))"
        }
        #expect(lines.joined(separator: "\n") == Self.table)
    }

    @Test("is the same in whatever order they came")
    func orders() {
        let all = DeliveryStatus.allCases
        for first in all {
            for second in all {
                for third in all {
                    let one = [first, second, third].reduce(nil) { $1.shown(after: $0) }
                    let other = [third, first, second].reduce(nil) { $1.shown(after: $0) }
                    #expect(one == other, "\(first) \(second) \(third)")
                }
            }
        }
    }
}
