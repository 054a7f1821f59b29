import Foundation
import Records
import Workflow

/// An answer that is no list of events: a table with its own columns.
struct AuditTable: Sendable {
    struct Cell: Sendable {
        let label: String
        let text: String
        /// A second line, smaller.
        let note: String?
        /// Where to ask on.
        let href: String?
        /// The cell that tells what the row is about.
        let isMain: Bool

        init(_ text: String, note: String? = nil, href: String? = nil, isMain: Bool = false, label: String = "") {
            self.text = text
            self.note = note
            self.href = href
            self.isMain = isMain
            self.label = label
        }
    }

    struct Line: Sendable {
        let cells: [Cell]
    }

    let title: String
    let columns: [String]
    let rows: [Line]
    let isEmpty: Bool
    let none: String

    private init(_ title: Phrase, none: Phrase, _ columns: [Phrase], _ rows: [[Cell]], _ language: Language) {
        self.title = title(language)
        self.none = none(language)
        self.columns = columns.map { $0(language) }
        let names = self.columns
        self.rows = rows.map { cells in
            Line(
                cells: zip(cells, names).map {
                    Cell($0.text, note: $0.note, href: $0.href, isMain: $0.isMain, label: $1)
                })
        }
        isEmpty = rows.isEmpty
    }

    private static func person(_ id: Officer.ID, _ name: String, note: String? = nil) -> Cell {
        Cell(name, note: note, href: Address("/audit", [("question", "q2"), ("officer", "\(id)")]).text, isMain: true)
    }

    init(_ bursts: [SignInBurst], _ language: Language) {
        self.init(
            Phrase("Đợt dồn dập", "Bursts"), none: Phrase("Không có đợt dồn dập nào.", "There was no burst."),
            [
                Phrase("Tài khoản hoặc mạng", "Account or network"), Phrase("Số lần", "Failures"),
                Phrase("Tài khoản", "Accounts"), Phrase("Mạng", "Networks"), Phrase("Từ", "From"),
                Phrase("Đến", "Until"),
            ],
            bursts.map { burst in
                let subject =
                    burst.officer.map { Self.person($0, burst.officerName) }
                    ?? Cell(
                        burst.network ?? "",
                        href: Address("/audit", [("question", "q3"), ("network", burst.network ?? "")]).text,
                        isMain: true)
                return [
                    subject, Cell("\(burst.failures)"), Cell("\(burst.accounts)"), Cell("\(burst.networks)"),
                    Cell(burst.first.writtenExactly), Cell(burst.last.writtenExactly),
                ]
            }, language)
    }

    init(_ readers: [MassReader], _ language: Language) {
        self.init(
            Phrase("Đọc và xuất nhiều nhất", "Who read and exported most"),
            none: Phrase("Không ai xem hay xuất gì trong thời gian này.", "Nobody read or exported anything."),
            [
                Phrase("Người", "Person"), Phrase("Lượt xem", "Views"), Phrase("Mở tệp", "Files"),
                Phrase("Nhiều nhất một ngày", "Most in a day"), Phrase("Lần xuất", "Exports"),
                Phrase("Dòng đã xuất", "Lines exported"), Phrase("Ngoài giờ", "Outside hours"),
            ],
            readers.map {
                [
                    Self.person($0.officer, $0.officerName), Cell("\($0.views)"), Cell("\($0.files)"),
                    Cell("\($0.mostInADay)"), Cell("\($0.exports)"), Cell("\($0.lines)"), Cell("\($0.offHours)"),
                ]
            }, language)
    }

    init(_ sessions: [TrailWhereabouts.Session], _ language: Language) {
        self.init(
            Phrase("Phiên từ nhiều mạng", "Sessions from several networks"),
            none: Phrase("Không có phiên nào đổi mạng.", "No session changed its network."),
            [
                Phrase("Người", "Person"), Phrase("Mạng", "Networks"), Phrase("Phiên", "Session"),
                Phrase("Số việc", "Events"), Phrase("Từ", "From"), Phrase("Đến", "Until"),
            ],
            sessions.map {
                [
                    Self.person($0.officer, $0.officerName), Cell($0.networks.joined(separator: ", ")),
                    Cell($0.session, href: Address("/audit", [("session", $0.session)]).text), Cell("\($0.events)"),
                    Cell($0.first.written), Cell($0.last.written),
                ]
            }, language)
    }

    init(_ networks: [TrailWhereabouts.Network], _ language: Language) {
        self.init(
            Phrase("Mạng có nhiều tài khoản", "Networks of several accounts"),
            none: Phrase("Không mạng nào có nhiều tài khoản.", "No network was used by several accounts."),
            [
                Phrase("Mạng", "Network"), Phrase("Tài khoản", "Accounts"), Phrase("Phiên", "Sessions"),
                Phrase("Số việc", "Events"), Phrase("Từ", "From"), Phrase("Đến", "Until"),
            ],
            networks.map {
                let day = $0.last.written.split(separator: " ").first.map(String.init) ?? ""
                let address = Address("/audit", [("network", $0.network), ("from", day), ("to", day)]).text
                return [
                    Cell($0.network, href: address, isMain: true), Cell("\($0.accounts)"), Cell("\($0.sessions)"),
                    Cell("\($0.events)"), Cell($0.first.written), Cell($0.last.written),
                ]
            }, language)
    }

    init(_ accounts: [IdleAccount], _ language: Language) {
        self.init(
            Phrase("Tài khoản và vai trò", "Accounts and roles"),
            none: Phrase("Mọi tài khoản và vai trò đều được dùng.", "Every account and role is used."),
            [
                Phrase("Người", "Person"), Phrase("Dùng lần cuối", "Last used"),
                Phrase("Vai trò không dùng", "Roles not used"),
            ],
            accounts.map { account in
                let last = account.lastUsed?.written ?? Phrase("Chưa bao giờ", "Never")(language)
                let note = account.isIdle ? Phrase("Tài khoản không dùng", "Account not used")(language) : nil
                return [
                    Self.person(
                        account.officer, account.officerName, note: account.position.isEmpty ? nil : account.position),
                    Cell(last, note: note),
                    Cell(account.unusedRoles.map { $0.label(language) }.joined(separator: ", ")),
                ]
            }, language)
    }

    init(_ state: SealState, _ language: Language) {
        let waiting = state.waiting.map { String(format: "%.1f s", max($0, 0)) }
        let facts: [(Phrase, String)] = [
            (Phrase("Sổ niêm phong", "Log"), "\(state.log) · \(state.origin)"),
            (Phrase("Số mục đã niêm phong", "Entries sealed"), "\(state.size)"),
            (Phrase("Gốc cây", "Root"), state.root),
            (Phrase("Ký lúc", "Signed at"), state.signedAt.writtenExactly),
            (
                Phrase("Đang chờ niêm phong", "Waiting for the seal"),
                waiting ?? Phrase("Không", "Nothing")(language)
            ),
            (
                Phrase("Dấu thời gian", "Time stamp"),
                state.stampedAt?.writtenExactly ?? Phrase("Chưa có", "None yet")(language)
            ),
            (
                Phrase("Khóa kiểm tra", "Key that checks it"),
                state.verifierKey ?? Phrase("Không ở máy này", "Not on this machine")(language)
            ),
        ]
        self.init(
            Phrase("Trạng thái niêm phong", "State of the seal"), none: Phrase("", ""),
            [Phrase("Mục", "Fact"), Phrase("Giá trị", "Value")],
            facts.map { [Cell($0.0(language), isMain: true), Cell($0.1)] }, language)
    }
}
