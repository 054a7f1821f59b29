import Records
import Workflow

/// That no number of a register's year is missing, and the form that closes it.
struct ProofPage: Page {
    static let template = "register/proof"

    struct Odd: Sendable {
        let number: String
        let reason: String
    }

    let place: Menu.Place? = .registers
    let done: String?
    let refusal: String?
    let name: String
    let year: Int
    let book: String
    let href: String
    let facts: [DocumentPage.Fact]
    let isWhole: Bool
    let missing: String?
    let reserved: String?
    let cancelled: [Odd]
    let hasCancelled: Bool
    let returned: [Odd]
    let hasReturned: Bool
    let closed: String?
    let digest: String?
    let mayClose: Bool

    init(
        _ proof: NumberProof, _ view: BookPage, mayClose: Bool, today: Day, refusal: Phrase?, done: String?,
        _ language: Language
    ) {
        self.done = done
        self.refusal = refusal?(language)
        name = proof.register
        year = proof.year
        book = "\(view.address)"
        href = Address("/registers/\(view.address)", [("year", "\(proof.year)")]).text
        let counts: [(Phrase, Int)] = [
            (Phrase("Số đã cấp", "Numbers given"), proof.given), (Phrase("Còn hiệu lực", "In force"), proof.inForce),
            (Phrase("Đã hủy", "Cancelled"), proof.cancelled.count),
            (Phrase("Giữ trước, chưa dùng", "Set aside, not used"), proof.reserved.count),
            (Phrase("Đã trả", "Returned"), proof.returned.count), (Phrase("Thiếu", "Missing"), proof.missing.count),
        ]
        facts = counts.map { .init(label: $0.0(language), value: "\($0.1)") }
        isWhole = proof.missing.isEmpty
        missing = isWhole ? nil : Self.list(proof.missing)
        reserved = proof.reserved.isEmpty ? nil : Self.list(proof.reserved)
        cancelled = proof.cancelled.map { Odd(number: "\($0.number)", reason: $0.reason) }
        hasCancelled = !cancelled.isEmpty
        returned = proof.returned.map { Odd(number: "\($0.number)", reason: $0.reason) }
        hasReturned = !returned.isEmpty
        closed = view.closing.map { "\($0.at.written), \($0.by)" }
        digest = view.closing?.digest
        self.mayClose = mayClose && view.closing == nil && proof.year < today.year && proof.given > 0
    }

    /// The first of them: a thousand numbers are nobody's to read.
    private static func list(_ numbers: [Int]) -> String {
        numbers.prefix(200).map { "\($0)" }.joined(separator: ", ") + (numbers.count > 200 ? " …" : "")
    }
}
