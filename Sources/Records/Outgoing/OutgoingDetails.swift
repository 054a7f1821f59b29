/// What a drafter says about a document that the agency is to issue (thông tin văn bản đi).
///
/// Lengths are those of Decree 30/2020/NĐ-CP, Appendix VI, part II, within which every receiver's columns are.
public struct OutgoingDetails: Sendable, Hashable, Codable {
    public var typeName = ""
    public var subject = ""
    public var urgency = Urgency.none
    public var secrecy = SecrecyLevel.none
    public var medium = OutgoingDocument.Medium.electronic
    /// The symbol (ký hiệu) where it is not the usual one of its type, agency and unit.
    public var notation = ""
    /// Where it is issued (địa danh).
    public var place = ""
    /// When an answer is wanted (hạn trả lời).
    public var dueOn: Day?
    public var pages: Int?
    /// How many copies are made (số lượng bản).
    public var copies: Int?
    /// The lines of “Nơi nhận” as the document has them.
    public var places: [String] = []
    public var note = ""
    /// Who initials and signs it, in order.
    public var signatories: [Signatory] = []
    /// Whom it is to go to.
    public var recipients: [OutgoingAddress] = []

    public init() {}

    /// The rules that these details break; empty where there are none.
    public func faults(today: Day) -> [FieldFault] {
        var faults = FieldFaults()
        if !DocumentType.all.contains(where: { $0.name == typeName }) {
            faults.add("typeName", typeName.isEmpty ? .required : .unknownChoice)
        }
        faults.text("subject", subject, most: 500, required: true)
        faults.text("notation", notation, most: 30)
        if notation.contains(where: \.isWhitespace) { faults.add("notation", .wrong) }
        faults.text("place", place, most: 50)
        faults.text("note", note, most: 500, lines: true)
        if places.count > 200 { faults.add("places", .outOfRange(0...200)) }
        for place in places.prefix(200) { faults.text("places", place, most: 150) }
        if secrecy != .none { faults.add("secrecy", .classified) }
        if let dueOn, dueOn < today { faults.add("dueOn", .before(Phrase("hôm nay", "today"))) }
        faults.number("pages", pages, in: 1...999)
        faults.number("copies", copies, in: 1...9999)
        // Who signs may be left open until the draft is submitted.
        return faults.all + (signatories.isEmpty ? [] : Signatory.faults(in: signatories))
            + OutgoingAddress.faults(in: recipients)
    }
}
