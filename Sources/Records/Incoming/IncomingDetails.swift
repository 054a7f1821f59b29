/// What a registrar writes down about a document that arrives (thông tin đăng ký văn bản đến).
///
/// The fields are those of Decree 30/2020/NĐ-CP, Appendix VI, part II; lengths are twice the decree's where peers are
/// known to send more.
public struct IncomingDetails: Sendable, Hashable, Codable {
    public var senderName = ""
    /// The sender's identifier code (mã định danh), where known.
    public var senderCode = ""
    public var number = ""
    public var notation = ""
    public var issuedOn: Day?
    public var typeName = ""
    public var subject = ""
    public var signerName = ""
    public var signerPosition = ""
    /// By what authority it was signed (quyền hạn ký): `TM.`, `KT.`, `TL.`, `TUQ.` or `Q.`.
    public var signerCompetence = ""
    public var urgency = Urgency.none
    public var secrecy = SecrecyLevel.none
    /// When the sender wants an answer (hạn trả lời).
    public var dueOn: Day?
    public var arrivedOn: Day?
    public var pages: Int?
    public var copies: Int?
    public var note = ""

    /// No office of today has older documents to register; `0026` is a slip of the finger.
    private static let firstYear = 1945

    public init() {}

    public var reference: Reference { Reference(number: number, notation: notation) }

    /// The rules that these details break on the day they are registered; empty where there are none.
    public func faults(today: Day) -> [FieldFault] {
        var faults = FieldFaults()
        faults.text("senderName", senderName, most: 400, required: true)
        faults.text("senderCode", senderCode, most: 64)
        faults.text("number", number, most: 22, required: true)
        faults.text("notation", notation, most: 60)
        faults.text("subject", subject, most: 1000, required: true)
        faults.text("signerName", signerName, most: 100)
        faults.text("signerPosition", signerPosition, most: 200)
        faults.text("signerCompetence", signerCompetence, most: 200)
        faults.text("note", note, most: 1000, lines: true)
        if !DocumentType.all.contains(where: { $0.name == typeName }) {
            faults.add("typeName", typeName.isEmpty ? .required : .unknownChoice)
        }
        if secrecy != .none { faults.add("secrecy", .classified) }
        dayFaults(today: today, &faults)
        faults.number("pages", pages, in: 1...9999)
        faults.number("copies", copies, in: 1...9999)
        return faults.all
    }

    private func dayFaults(today: Day, _ faults: inout FieldFaults) {
        let arrival = arrivedOn ?? today
        if arrival > today { faults.add("arrivedOn", .inTheFuture) }
        if let issuedOn {
            if issuedOn.year < Self.firstYear {
                faults.add("issuedOn", .before(Phrase("năm \(Self.firstYear)", "the year \(Self.firstYear)")))
            } else if issuedOn > today {
                faults.add("issuedOn", .inTheFuture)
            } else if issuedOn > arrival {
                faults.add("arrivedOn", .before(Phrase("ngày văn bản", "the document's date")))
            }
        } else {
            faults.add("issuedOn", .required)
        }
        if let dueOn, dueOn < arrival { faults.add("dueOn", .before(Phrase("ngày đến", "the day of arrival"))) }
    }
}

extension FieldFault {
    /// What is wrong with a text that is needed, such as a note, a result or a reason; it may have lines.
    public static func all(inNeeded field: String, _ text: String, most: Int) -> [FieldFault] {
        var faults = FieldFaults()
        faults.text(field, text, most: most, required: true, lines: true)
        return faults.all
    }
}

/// Collects what is wrong with a form, field by field.
struct FieldFaults {
    private(set) var all: [FieldFault] = []

    mutating func add(_ field: String, _ rule: FieldRule) { all.append(FieldFault(field, rule)) }

    mutating func text(_ field: String, _ text: String, most: Int, required: Bool = false, lines: Bool = false) {
        if required, text.trimmed.isEmpty { return add(field, .required) }
        // Scalars, for a letter under a thousand marks is one character and a thousand to store.
        if text.unicodeScalars.count > most { add(field, .tooLong(most: most)) }
        let forbidden = text.unicodeScalars.contains { scalar in
            scalar.properties.generalCategory == .control
                && !(lines && (scalar == "\n" || scalar == "\r" || scalar == "\t"))
        }
        if forbidden { add(field, .controlCharacters) }
    }

    mutating func number(_ field: String, _ number: Int?, in range: ClosedRange<Int>) {
        if let number, !range.contains(number) { add(field, .outOfRange(range)) }
    }
}
