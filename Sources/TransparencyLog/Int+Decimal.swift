extension Int {
    /// Reads a number of at least 0 that is written in the one way C2SP's formats allow: no sign, no leading zero.
    init?(decimal text: some StringProtocol) {
        let digits = text.utf8
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            digits.first != UInt8(ascii: "0") || digits.count == 1
        else { return nil }
        self.init(text)
    }
}
