import Foundation
import Postgres
import TestOffice
import Testing

@Suite("A directory of 120 000 agencies")
struct LargeDirectorySlowTests {
    /// Names as a country has them: some words in all, most in few.
    private static let agencies: SQL =
        """
        INSERT INTO hub_agency (code, name, parent_code)
        SELECT 'H' || lpad((n % 63)::text, 2, '0') || '.' || (n / 63), (ARRAY['Ủy ban nhân dân xã', 'Hội đồng nhân dân xã',
            'Hội Liên hiệp Phụ nữ xã', 'Trường Tiểu học', 'Trạm Y tế xã', 'Phòng Nội vụ huyện'])[1 + n % 6] || ' ' ||
            (ARRAY['An', 'Bình', 'Long', 'Tân', 'Thạnh', 'Phú', 'Hòa', 'Mỹ', 'Đông', 'Tây'])[1 + n / 7 % 10] || ' ' ||
            (ARRAY['Hưng', 'Lợi', 'Thuận', 'Thới', 'Khánh', 'Giang', 'Sơn', 'Hải', 'Lâm', 'Xuân'])[1 + n / 71 % 10] || ' ' || n,
            'H' || lpad((n % 63)::text, 2, '0')
        FROM generate_series(1, 120000) AS n
        """

    @Test("is taken over whole, and the next day only what changed")
    func taken() async throws {
        try await withHub { made in
            try await made.owner.write { try $0.execute(Self.agencies) }
            let hub = try RunningHub(made)
            defer { hub.remove() }
            try await onThread { try hub.start() }
            try await withOffice { office in
                let sync = HubDirectory(office, hub)
                try sync.writePeers(directory: "directory: true")
                func timed() throws -> (seconds: Double, output: String) {
                    let start = ContinuousClock.now
                    let done = try sync.run([])
                    #expect(done.ending == .exited(0), "\(done.output)")
                    return (
                        (.now - start) / .seconds(1), done.output.split(separator: "\n").last.map(String.init) ?? ""
                    )
                }
                var run = try timed()
                print("first: \(run.seconds) s: \(run.output)")
                #expect(run.output.contains("120004 added"), "\(run.output)")
                try await made.owner.write { transaction in
                    try transaction.execute(
                        "UPDATE hub_agency SET name = name || ' mới', version = nextval('hub_agency_version') WHERE id % 1000 = 0"
                    )
                    try transaction.execute("UPDATE hub_agency SET active = false WHERE id % 1000 = 1")
                }
                let acts: SQL = "SELECT count(*) AS n FROM audit.event WHERE action = 'directory.changed'"
                let before = try await office.count(acts)
                run = try timed()
                print("second: \(run.seconds) s: \(run.output)")
                #expect(run.output.contains("120 changed") && run.output.contains("left"), "\(run.output)")
                #expect(
                    try await office.count(acts) - before == 2, "one part is entered, and one act marks what has gone")
            }
        }
    }
}
