import Foundation
import Records
import Testing
import Workflow

@Suite("The addresses of the auditor's questions")
struct TrailQueryTests {
    @Test(
        "say where they cannot be read, and give nothing away then",
        arguments: [
            ("question=q99", "question"), ("officer=van", "officer"), ("number=15/x", "number"),
            ("number=1/2/3", "number"),
            ("from=31/02/2026", "from"), ("to=hôm qua", "to"), ("from=99999999999999999999", "from"),
            ("moment=22/11/2026", "moment"), ("moment=22/11/2026 24:00", "moment"), ("moment=1/1/1 0:0:0:0", "moment"),
            ("minutes=0", "minutes"), ("days=-1", "days"), ("kind=all", "kind"), ("outcome=yes", "outcome"),
            ("action=x'; DROP TABLE officer", "action"), ("session=%27 OR 1=1", "session"),
            ("network=10.0.0.0/8", "network"),
            ("network=::1::", "network"), ("network=\(String(repeating: "1", count: 4000))", "network"),
            ("words=\(String(repeating: "a ", count: 400))", "words"),
        ])
    func unreadable(query: String, field: String) throws {
        let address = try #require(query.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed))
        let asked = TrailQuery(address: address, today: try #require(Day("2026-11-22")))
        #expect(asked.faults.map(\.field) == [field], "\(query)")
    }

    @Test("are read from any address, and written as one that asks the same")
    func addresses() throws {
        let today = try #require(Day("2026-11-22"))
        for (sent, kept) in [
            ("", ""), ("question=q7&from=01%2F11%2F2026", "question=q7&from=01%2F11%2F2026"),
            ("to=2026-11-22&question=q7&x=1", "question=q7&to=2026-11-22"), ("kind=a&kind=b&kind=a", "kind=a&kind=b"),
            ("words=a+b%20c", "words=a%20b%20c"), ("//evil.example/\r\nX: y", ""), ("%%%=%zz&words=%F0", "words=%25F0"),
            ("words=%C4%90%E1%BB%93", "words=%C4%90%E1%BB%93"), ("words=<\u{0}>", "words=%3C%00%3E"), ("=&==&&", ""),
        ] {
            #expect(TrailQuery(address: sent, today: today).address == kept, "\(sent)")
            #expect(QuestionDraft(name: "x", query: sent).query == kept, "\(sent)")
        }
        let many = (0..<100_000).map { "kind=\($0)" }.joined(separator: "&")
        #expect(TrailQuery(address: many, today: today).parameters.count == 200)
    }

    @Test("networks are read as the trail writes them")
    func networks() {
        #expect(TrailNetwork("192.0.2.77")?.description == "192.0.2.0/24")
        #expect(TrailNetwork("192.0.2.0/24")?.description == "192.0.2.0/24")
        #expect(TrailNetwork("2001:db8:1:2::3")?.description == "2001:db8:1::/48")
        #expect(TrailNetwork("2001:db8:1::/48")?.description == "2001:db8:1::/48")
    }
}
