import Foundation

/// Reads the standard layout of an official document (thể thức văn bản), by Decree 30/2020/NĐ-CP, Appendix I.
///
/// What it finds is a proposal: a person looks at each before it is registered.
public enum LayoutReader {
    /// Reads the text of the first pages, laid out as on paper.
    ///
    /// - Returns: the details that were found, and the names of their fields.
    public static func read(_ text: String) -> (IncomingDetails, Set<String>) {
        let lines = text.precomposedStringWithCanonicalMapping.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0.prefix(400)) }
        var page = Layout(lines: Array(lines.prefix(400)))
        page.readReference()
        page.readDate()
        page.readSender()
        page.readTypeAndSubject()
        page.readUrgency()
        page.readSigner()
        return (page.details, page.found)
    }
}

/// A page being read: each reader looks for one part of the layout and notes what it found.
private struct Layout {
    let lines: [String]
    var details = IncomingDetails()
    var found: Set<String> = []
    /// The line of “Số: …”, below which the body begins.
    private var referenceLine: Int?

    init(lines: [String]) { self.lines = lines }

    /// “Số: 15/QĐ-UBND”, at the left under the issuer's name.
    mutating func readReference() {
        for (index, line) in lines.prefix(40).enumerated() {
            guard
                let match = line.firstMatch(
                    of: #/(?i)\bsố\s*:\s*(\d{1,6}[a-zA-Z]?)\s*/\s*([\p{L}0-9][\p{L}0-9\-.&]{0,40})/#)
            else { continue }
            details.number = String(match.1)
            details.notation = String(match.2)
            found.formUnion(["number", "notation"])
            referenceLine = index
            return
        }
    }

    /// “Lam Sơn, ngày 20 tháng 11 năm 2026”, at the right.
    mutating func readDate() {
        for line in lines.prefix(60) {
            guard let match = line.firstMatch(of: #/(?i)ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})/#),
                let day = Int(match.1), let month = Int(match.2), let year = Int(match.3),
                let issued = Day(year: year, month: month, day: day)
            else { continue }
            details.issuedOn = issued
            found.insert("issuedOn")
            return
        }
    }

    /// The issuer stands above the number, in capitals, left of the national title; its superior above it.
    mutating func readSender() {
        guard let referenceLine else { return }
        var names: [String] = []
        for line in lines[..<referenceLine].map(leftColumn) {
            let name = line.trimmed
            if name.count < 3 || name != name.uppercased() || !name.contains(where: \.isLetter) { continue }
            if Folding.fold(name).contains("cong hoa xa hoi") || Folding.fold(name).hasPrefix("doc lap") { continue }
            names.append(name)
        }
        // A name may be set in several lines: it begins at the last one that begins as names of agencies do.
        let first =
            names.lastIndex { name in Self.beginnings.contains { name.hasPrefix($0 + " ") } } ?? names.indices.last
        guard let first else { return }
        details.senderName = Self.sentenceCase(names[first...].joined(separator: " "))
        found.insert("senderName")
    }

    /// “QUYẾT ĐỊNH” and what it is about below it, or “V/v …” under an official letter's number.
    mutating func readTypeAndSubject() {
        let body = lines.dropFirst((referenceLine ?? -1) + 1).prefix(40)
        if let at = body.firstIndex(where: { leftColumn($0).contains(#/(?i)^\s*v/v:?\s/#) }) {
            let parts = body[at...].prefix(5).map { leftColumn($0).trimmed }.prefix {
                !$0.isEmpty && !$0.hasPrefix("Kính")
            }
            set(type: "Công văn", subject: parts.joined(separator: " "))
            return
        }
        for at in body.indices {
            let title = body[at].trimmed
            guard let type = DocumentType.all.first(where: { $0.name.uppercased() == title }) else { continue }
            let subject = body[(at + 1)...].drop { $0.trimmed.isEmpty }.prefix(5).map(\.trimmed)
                .prefix {
                    !$0.isEmpty && $0.contains(where: \.isLetter) && !$0.hasPrefix("Căn cứ") && !$0.hasPrefix("Kính")
                }
            set(type: type.name, subject: subject.joined(separator: " "))
            return
        }
        if let type = DocumentType.named(inNotation: details.notation) { set(type: type.name, subject: "") }
    }

    /// The stamp “HỎA TỐC”, “THƯỢNG KHẨN” or “KHẨN”, alone in its line or column.
    mutating func readUrgency() {
        let cells = lines.prefix(40).flatMap { $0.split(separator: #/\s{2,}/#).map { String($0).trimmed } }
        let stamps: [(String, Urgency)] = [
            ("HỎA TỐC", .express), ("HOẢ TỐC", .express), ("THƯỢNG KHẨN", .veryUrgent), ("KHẨN", .urgent),
        ]
        if let urgency = stamps.first(where: { cells.contains($0.0) })?.1 {
            details.urgency = urgency
            found.insert("urgency")
        }
        let secrets: [(String, SecrecyLevel)] = [("TUYỆT MẬT", .mostSecret), ("TỐI MẬT", .topSecret), ("MẬT", .secret)]
        if let secrecy = secrets.first(where: { cells.contains($0.0) })?.1 {
            details.secrecy = secrecy
            found.insert("secrecy")
        }
    }

    /// Reads the signer: `TM. …` or `KT. CHỦ TỊCH`, the office below it, and the name at the end of the right column.
    mutating func readSigner() {
        guard
            let at = lines.lastIndex(where: { rightCell($0).contains(#/^(TM|KT|TL|TUQ|Q)\.\s?\p{Lu}/#) })
                ?? lines.lastIndex(where: { Self.offices.contains(rightCell($0)) })
        else { return }
        var cells = lines[at...].prefix(25).map(rightCell).filter { !$0.isEmpty }
        if let first = cells.first, first.contains(#/^(TM|KT|TL|TUQ|Q)\./#) {
            details.signerCompetence = first
            found.insert("signerCompetence")
            cells.removeFirst()
        }
        if let office = cells.first, office == office.uppercased(), office.contains(where: \.isLetter) {
            details.signerPosition = Self.sentenceCase(office)
            found.insert("signerPosition")
            cells.removeFirst()
        }
        let name = cells.last { $0.wholeMatch(of: #/\p{Lu}\p{Ll}*(\s\p{Lu}\p{Ll}*){1,5}/#) != nil }
        if let name {
            details.signerName = name
            found.insert("signerName")
        }
    }

    private mutating func set(type: String, subject: String) {
        details.typeName = type
        found.insert("typeName")
        guard !subject.isEmpty else { return }
        details.subject = String(subject.prefix(1000))
        found.insert("subject")
    }

    /// What stands left of a gap of three blanks.
    private func leftColumn(_ line: String) -> String {
        guard let gap = line.firstMatch(of: #/\S(\s{3,})\S/#) else { return line }
        return String(line[..<gap.1.startIndex])
    }

    /// What stands right of the last gap of three blanks, or alone far to the right; the list of recipients beside the
    /// signature begins at the left.
    private func rightCell(_ line: String) -> String {
        guard let cell = line.split(separator: #/\s{3,}/#).last, line[..<cell.startIndex].count >= 20 else { return "" }
        return String(cell).trimmed
    }

    /// How the names of agencies and their parts begin.
    private static let beginnings = [
        "ỦY BAN", "UỶ BAN", "UBND", "HỘI ĐỒNG", "HĐND", "TRUNG ƯƠNG", "HỘI", "BAN", "BỘ", "SỞ", "CỤC", "TỔNG CỤC",
        "CHI CỤC", "VỤ",
        "VIỆN", "VĂN PHÒNG", "PHÒNG", "TRUNG TÂM", "TRƯỜNG", "ĐẢNG ỦY", "ĐẢNG BỘ", "TỈNH ỦY", "HUYỆN ỦY", "THÀNH ỦY",
        "LIÊN ĐOÀN", "ĐOÀN",
        "CÔNG AN", "CÔNG TY", "TÒA ÁN", "VIỆN KIỂM SÁT", "KHO BẠC", "NGÂN HÀNG", "BẢO HIỂM", "CHÍNH PHỦ", "THỦ TƯỚNG",
        "QUỐC HỘI",
    ]

    private static let offices: Set<String> = [
        "CHỦ TỊCH", "PHÓ CHỦ TỊCH", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "CHÁNH VĂN PHÒNG",
        "PHÓ CHÁNH VĂN PHÒNG", "BÍ THƯ", "PHÓ BÍ THƯ", "TRƯỞNG PHÒNG",
    ]

    /// `HỘI LIÊN HIỆP PHỤ NỮ TỈNH LAM SƠN` as `Hội Liên hiệp Phụ nữ tỉnh Lam Sơn` cannot be known; the capitals are kept
    /// for abbreviations and the first letter only.
    private static func sentenceCase(_ text: String) -> String {
        text.split(separator: " ").enumerated().map { index, word in
            if word.count <= 4, ["UBND", "HĐND", "LHPN", "TW", "TP", "MTTQ"].contains(String(word)) {
                return String(word)
            }
            return index == 0 ? word.prefix(1) + word.dropFirst().lowercased() : word.lowercased()
        }.joined(separator: " ")
    }
}
