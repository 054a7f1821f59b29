import Exchange
import Records

/// What a platform lists, as entries of the directory (danh mục do trục cung cấp).
struct DirectoryListing {
    /// Those that can be entered, each code once.
    private(set) var entries: [CorrespondentEntry] = []
    /// Every code that is named, also where the rest of its line is wrong: that agency has not left.
    private(set) var keys: Set<String> = []
    private(set) var faults: [DirectoryFault] = []
    private(set) var faultCount = 0

    /// The entries of `agencies`, all of which are reached by way of `peer`.
    init(_ agencies: [AxisAgency], peer: String) {
        // The agency above is named by its code or by the platform's own number of it.
        let codes = Dictionary(agencies.compactMap { agency in agency.id.map { ($0, agency.code) } }) { first, _ in
            first
        }
        let names = Dictionary(
            agencies.map { (CorrespondentEntry.key($0.code), Folding.fold($0.name)) }
        ) { first, _ in first }
        for (place, agency) in agencies.enumerated() {
            var entry = CorrespondentEntry(code: agency.code, name: agency.name)
            let key = CorrespondentEntry.key(entry.code)
            let fault = entry.faults.first
            if fault?.field != "code", !keys.insert(key).inserted {
                leaveOut(place, entry.code, "code: chosen-twice")
                continue
            }
            if let fault {
                leaveOut(place, fault.field == "code" ? "" : entry.code, "\(fault.field): \(fault.rule.code)")
                continue
            }
            if let parent = agency.parent, !parent.isEmpty {
                entry.parent = names[CorrespondentEntry.key(parent)] != nil ? parent : codes[parent] ?? ""
            }
            entry.linked = Self.other(entry.code, names) ?? ""
            entry.peer = peer
            entry.hasLeft = agency.isDeleted
            // What is said of the agency above or of the peer is no reason to lose the agency.
            if entry.faults.contains(where: { $0.field == "parent" }) { entry.parent = "" }
            entries.append(entry)
        }
    }

    /// Its code in the other generation; two that the platform lists under other names are two agencies.
    private static func other(_ code: String, _ names: [String: String]) -> String? {
        guard let other = AgencyCode.other(code) else { return nil }
        guard let name = names[CorrespondentEntry.key(other)] else { return other }
        return name == names[CorrespondentEntry.key(code)] ? other : nil
    }

    private mutating func leaveOut(_ place: Int, _ code: String, _ rule: String) {
        faultCount += 1
        guard faults.count < DirectoryImport.mostTold else { return }
        faults.append(DirectoryFault(line: place + 1, rule: rule, code: code))
    }
}
