/// What a clerk writes down about a document that is sent to other agencies (thông tin văn bản gửi liên thông).
///
/// Lengths are those within which every known receiver's columns are (QCVN 102:2016/BTTTT, Decree 30/2020 Appendix VI).
public struct DispatchDetails: Sendable, Hashable, Codable {
    public var number = ""
    public var notation = ""
    public var issuedOn: Day?
    public var place = ""
    public var typeName = ""
    public var subject = ""
    public var signerName = ""
    public var signerPosition = ""
    /// By what authority it was signed (quyền hạn ký), such as `TM.`, `KT.` or `TL.`.
    public var signerCompetence = ""
    public var urgency = Urgency.none
    public var secrecy = SecrecyLevel.none
    /// When an answer is wanted (hạn trả lời).
    public var dueOn: Day?
    public var pages: Int?
    /// The lines of “Nơi nhận”; not addresses.
    public var places: [String] = []

    public init() {}

    public var reference: Reference { Reference(number: number, notation: notation) }

    /// The rules that these details break on the day they are sent; empty where there are none.
    public func faults(today: Day) -> [FieldFault] {
        var faults = FieldFaults()
        faults.text("number", number, most: 11, required: true)
        if number.contains("/") { faults.add("number", .wrong) }
        faults.text("notation", notation, most: 30, required: true)
        faults.text("place", place, most: 50)
        faults.text("subject", subject, most: 500, required: true)
        faults.text("signerName", signerName, most: 50, required: true)
        faults.text("signerPosition", signerPosition, most: 100)
        faults.text("signerCompetence", signerCompetence, most: 100)
        for place in places { faults.text("places", place, most: 150) }
        if !DocumentType.all.contains(where: { $0.name == typeName }) {
            faults.add("typeName", typeName.isEmpty ? .required : .unknownChoice)
        }
        if secrecy != .none { faults.add("secrecy", .classified) }
        if let issuedOn {
            if issuedOn > today { faults.add("issuedOn", .inTheFuture) }
            if let dueOn, dueOn < issuedOn {
                faults.add("dueOn", .before(Phrase("ngày văn bản", "the document's date")))
            }
        } else {
            faults.add("issuedOn", .required)
        }
        faults.number("pages", pages, in: 1...999)
        return faults.all
    }
}
