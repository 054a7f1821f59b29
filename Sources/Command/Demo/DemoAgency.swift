import Records

/// `agency.json`: the agency, its people, its correspondents and its dossiers.
struct DemoAgency: Decodable {
    struct Named: Decodable {
        let code: String
        let name: String
        /// In symbols; of a unit it is the code.
        let abbreviation: String?
    }

    struct Person: Decodable {
        let login: String
        let name: String
        let position: String
        /// The code of a unit.
        let unit: String?
        let roles: Set<Role>

        /// Whether the person takes no part in any document's story.
        var isApart: Bool { !roles.isDisjoint(with: Role.apart) }
    }

    struct Dossier: Decodable {
        let code: String
        let title: String
        let retention: String
        let openedBy: String
        let openedDaysAgo: Int
    }

    let agency: Named
    /// Everybody's.
    let password: String
    let units: [Named]
    let officers: [Person]
    let peers: [Named]
    let dossiers: [Dossier]

    func unitName(_ code: String?) -> String? { units.first { $0.code == code }?.name }

    /// One account for each role, in both languages.
    var signIns: String {
        let people = Role.allCases.compactMap { role in
            officers.first { $0.roles.contains(role) }.map {
                [$0.login, role.label.vietnamese, role.label.english, $0.name]
            }
        }
        let rows = [["Tên đăng nhập", "Vai trò", "", "Họ và tên"], ["Sign in as", "", "Role", "Name"]] + people
        let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
        let table = rows.map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return "  " + cells.joined(separator: "  ").trimmingSuffix { $0 == " " }
        }
        return (table + ["", "  Mật khẩu / Password: \(password)"]).joined(separator: "\n")
    }
}

extension String {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
        self[..<(lastIndex { !predicate($0) }.map(index(after:)) ?? startIndex)]
    }
}
