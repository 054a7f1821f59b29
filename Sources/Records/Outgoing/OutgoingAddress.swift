/// Somebody whom an issued document goes to (nơi nhận văn bản).
public enum OutgoingAddress: Sendable, Hashable, Codable {
    /// Another agency, by envelope; its code in the directory (liên thông).
    case agency(code: String)
    /// A unit of one's own agency, as work (nội bộ).
    case unit(Unit.ID, Assignment.Role)
    /// Anybody else, by post (bưu điện).
    case post(name: String, address: String)

    /// What is wrong with whom a document is to go to; that they exist is for the database to say.
    public static func faults(in addresses: [OutgoingAddress]) -> [FieldFault] {
        var faults = FieldFaults()
        if addresses.count > most { faults.add("recipients", .outOfRange(1...most)) }
        var units: Set<Unit.ID> = [], leads = 0, asked = 0
        for address in addresses.prefix(most) {
            switch address {
            case .agency(let code): faults.text("recipients", code, most: 64, required: true)
            case .unit(let id, let role):
                if !units.insert(id).inserted { faults.add("units", .chosenTwice) }
                if role == .lead { leads += 1 }
                if role == .support { asked += 1 }
            case .post(let name, let address):
                faults.text("post", name, most: 200, required: true)
                faults.text("post", address, most: 300)
            }
        }
        // Somebody answers for what others only help with.
        if leads > 1 || (asked > 0 && leads == 0) { faults.add("units", .oneLead) }
        return faults.all
    }

    /// As many as one envelope names.
    public static let most = 2000
}
