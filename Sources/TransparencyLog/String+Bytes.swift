extension StringProtocol {
    /// Says whether two texts have the same bytes.
    ///
    /// `==` also takes composed and decomposed letters for the same, and what is signed are bytes.
    func isIdentical(to other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }

    /// The parts between the separators.
    ///
    /// Splitting by characters would not see a separator that a combining mark follows.
    func parts(at separator: Unicode.Scalar, most: Int = .max) -> [String] {
        unicodeScalars.split(separator: separator, maxSplits: most - 1, omittingEmptySubsequences: false)
            .map { String(String.UnicodeScalarView($0)) }
    }
}
