extension String {
    /// The text with everything that a reader would not see, or would see in another order, spelt out: `⟨U+202E⟩`.
    ///
    /// A print must not look like another text than the one it stands for. Ends of lines stay.
    public var withHiddenShown: String {
        guard unicodeScalars.contains(where: \.isHidden) else { return self }
        var shown = ""
        for scalar in unicodeScalars {
            if scalar.isHidden {
                shown += "⟨U+\(String(scalar.value, radix: 16, uppercase: true).leftPadded(to: 4))⟩"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    private func leftPadded(to width: Int) -> String {
        String(repeating: "0", count: Swift.max(0, width - count)) + self
    }
}

extension Unicode.Scalar {
    /// Control and format characters, such as marks of direction and of no width; not the end of a line, not a tab.
    fileprivate var isHidden: Bool {
        switch properties.generalCategory {
        case .control: self != "\n" && self != "\t" && self != "\r"
        case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: properties.isDefaultIgnorableCodePoint
        }
    }
}
