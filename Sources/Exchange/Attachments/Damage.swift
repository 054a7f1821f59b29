/// The mark that a program leaves which reads bytes as UTF-8 text and writes them again.
enum Damage {
    /// Whether bytes that were no text have been replaced by U+FFFD (`EF BF BD`).
    ///
    /// Two side by side, or four in all: chance makes neither in the first bytes of a file.
    static func isVisible(in bytes: ArraySlice<UInt8>) -> Bool {
        var found = 0
        var previousEnd = -1
        var index = bytes.startIndex
        while let start = bytes[index...].firstIndex(of: 0xEF) {
            guard bytes[start...].starts(with: [0xEF, 0xBF, 0xBD]) else {
                index = start + 1
                continue
            }
            found += 1
            if start == previousEnd || found == 4 { return true }
            previousEnd = start + 3
            index = start + 3
        }
        return false
    }
}
