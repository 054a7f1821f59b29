/// How a leaf writes PostgreSQL's values: as its own texts of them read, times apart.
extension [UInt8] {
    mutating func append(decimal number: Int) {
        guard number >= 0 else { return append(contentsOf: String(number).utf8) }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { buffer in
            var first = 20
            var rest = number
            repeat {
                first -= 1
                buffer[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            append(contentsOf: buffer[first...])
        }
    }

    /// Appends a number with leading zeros.
    mutating func append(decimal number: Int, width: Int) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        if number >= divisor * 10 { return append(decimal: number) }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }

    mutating func append(uuid bytes: UnsafeRawBufferPointer) {
        for (index, byte) in bytes.enumerated() {
            if index == 4 || index == 6 || index == 8 || index == 10 { append(UInt8(ascii: "-")) }
            append(hexadecimal: CollectionOfOne(byte))
        }
    }

    /// Appends a moment in microseconds since 2000, in UTC as RFC 3339 has it, with as many decimals as it needs.
    ///
    /// Where a year is none that RFC 3339 can write, it says so and is unlike every leaf.
    mutating func append(timestamp microseconds: Int) {
        let (day, time) = microseconds.quotientAndRemainder(rounding: 86_400_000_000)
        // Days from 1 March of the year 0, in which leap days come last (Howard Hinnant's algorithm).
        let days = day + 730_425
        let (era, ofEra) = days.quotientAndRemainder(rounding: 146_097)
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * ofYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        guard year > 0, microseconds != Int.max, microseconds != Int.min else {
            return append(contentsOf: "before or after all time".utf8)
        }
        append(decimal: year, width: 4)
        append(UInt8(ascii: "-"))
        append(decimal: month, width: 2)
        append(UInt8(ascii: "-"))
        append(decimal: ofYear - (153 * shifted + 2) / 5 + 1, width: 2)
        append(UInt8(ascii: "T"))
        let seconds = time / 1_000_000
        append(decimal: seconds / 3600, width: 2)
        append(UInt8(ascii: ":"))
        append(decimal: seconds / 60 % 60, width: 2)
        append(UInt8(ascii: ":"))
        append(decimal: seconds % 60, width: 2)
        let fraction = time % 1_000_000
        if fraction > 0 {
            append(UInt8(ascii: "."))
            append(decimal: fraction, width: 6)
            while last == UInt8(ascii: "0") { removeLast() }
        }
        append(UInt8(ascii: "Z"))
    }

    /// Appends a network from its binary form: family, length of the mask, a flag, the number of bytes, the bytes.
    mutating func append(network value: UnsafeRawBufferPointer) {
        guard value.count > 4, value.count == 4 + Int(value[3]) else { return }
        let address = UnsafeRawBufferPointer(rebasing: value[4...])
        if address.count == 4 {
            append(dotted: address)
        } else {
            append(
                groups: stride(from: 0, to: address.count - 1, by: 2).map {
                    Int(address[$0]) << 8 | Int(address[$0 + 1])
                })
        }
        append(UInt8(ascii: "/"))
        append(decimal: Int(value[1]))
    }

    private mutating func append(dotted address: UnsafeRawBufferPointer) {
        for (index, byte) in address.enumerated() {
            if index > 0 { append(UInt8(ascii: ".")) }
            append(decimal: Int(byte))
        }
    }

    /// Appends an IPv6 address; the first of the longest runs of two zeros or more is left out.
    ///
    /// PostgreSQL writes some of them with an IPv4 address at the end, but none of those that are masked to a site.
    private mutating func append(groups: [Int]) {
        var longest = 0..<0
        var start = 0
        while start < groups.count {
            let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
            if end - start > Swift.max(1, longest.count) { longest = start..<end }
            start = end + 1
        }
        for index in groups.indices where !longest.contains(index) {
            if index > 0, index != longest.upperBound || longest.isEmpty { append(UInt8(ascii: ":")) }
            if index == longest.upperBound, !longest.isEmpty { append(contentsOf: "::".utf8) }
            append(contentsOf: String(groups[index], radix: 16).utf8)
        }
        if longest.upperBound == groups.count, !longest.isEmpty { append(contentsOf: "::".utf8) }
    }

    /// Appends an array of JSON from the binary form of a one-dimensional `text[]`.
    mutating func append(texts value: UnsafeRawBufferPointer) {
        func number(_ offset: Int) -> Int {
            guard offset + 4 <= value.count else { return -1 }
            return Int(Int32(bigEndian: value.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
        }
        append(UInt8(ascii: "["))
        // Dimensions, whether there are nulls, the type; then the length and the lower bound of the only dimension.
        var offset = 20
        let count = number(0) == 1 ? number(12) : 0
        for index in 0..<Swift.max(0, count) {
            if index > 0 { append(UInt8(ascii: ",")) }
            let length = number(offset)
            offset += 4
            guard length >= 0, offset + length <= value.count else {
                append(contentsOf: "null".utf8)
                continue
            }
            SealedJSON.append(quoted: UnsafeRawBufferPointer(rebasing: value[offset..<offset + length]), to: &self)
            offset += length
        }
        append(UInt8(ascii: "]"))
    }
}

extension Int {
    /// Quotient and remainder, the remainder never below zero.
    fileprivate func quotientAndRemainder(rounding divisor: Int) -> (Int, Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
