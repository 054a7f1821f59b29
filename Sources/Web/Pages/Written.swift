import Records

/// A file's size as people read it: `1,4 MB`.
struct WrittenSize {
    let text: String

    init(_ bytes: Int, _ language: Language) {
        let unit = bytes < 1_000_000 ? ("kB", 1000.0) : ("MB", 1_000_000.0)
        let tenths = Int((Double(bytes) / unit.1 * 10).rounded(.up))
        let mark = language == .vietnamese ? "," : "."
        text = "\(tenths / 10)\(mark)\(tenths % 10) \(unit.0)"
    }
}
