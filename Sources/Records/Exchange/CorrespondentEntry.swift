/// What a list says of an agency that documents can be sent to (một dòng danh bạ cơ quan liên thông).
public struct CorrespondentEntry: Sendable, Hashable {
    /// The identifier code (mã định danh), as its owner writes it: `H01.02`, `000.00.15.H51`.
    public var code: String
    public var name: String
    /// The code of the agency above it (cơ quan chủ quản).
    public var parent = ""
    /// Its other code: the one of 2016 beside the one of 2020.
    public var linked = ""
    /// The peer that reaches it, by its name in the settings; where empty, the list's.
    public var peer = ""
    /// The largest envelope that it takes, in bytes.
    public var largestPacket: Int?
    /// Whether the list says that it is no more.
    public var hasLeft = false

    public init(code: String, name: String) {
        self.code = code.trimmed
        self.name = name.trimmed
    }

    /// Codes are compared without regard to case.
    public static func key(_ code: String) -> String { code.lowercased() }

    /// The rules that it breaks; empty where there are none.
    public var faults: [FieldFault] {
        var faults = FieldFaults()
        for (field, code, isNeeded) in [("code", code, true), ("parent", parent, false), ("linked", linked, false)] {
            if code.isEmpty, !isNeeded { continue }
            faults.text(field, code, most: 64, required: isNeeded)
            if !code.isEmpty, !code.utf8.allSatisfy(Self.isOfCodes) { faults.add(field, .wrong) }
        }
        if !linked.isEmpty, Self.key(linked) == Self.key(code) { faults.add("linked", .chosenTwice) }
        faults.text("name", name, most: 400, required: true)
        faults.text("peer", peer, most: 64)
        faults.number("largest", largestPacket, in: 1024...(1 << 40))
        return faults.all
    }

    /// Letters, digits and dots by the decision; hyphens and underscores are in use.
    private static func isOfCodes(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// The words that it is found by: those of its name, and its name's initials, as people shorten it (`ubnd`, `snv`).
    public var words: [String] {
        let words = Folding.words(name)
        var all = Set(words)
        all.insert(String(words.compactMap(\.first)))
        for (long, short) in Self.shortenings where Self.contains(long, in: words) { all.insert(short) }
        return all.sorted()
    }

    private static let shortenings: [([String], String)] = [
        (["uy", "ban", "nhan", "dan"], "ubnd"), (["hoi", "dong", "nhan", "dan"], "hdnd"),
        (["lien", "hiep", "phu", "nu"], "lhpn"), (["uy", "ban", "mat", "tran", "to", "quoc"], "ubmttq"),
    ]

    private static func contains(_ part: [String], in words: [String]) -> Bool {
        guard words.count >= part.count else { return false }
        return (0...(words.count - part.count)).contains { words[$0..<$0 + part.count].elementsEqual(part) }
    }
}
