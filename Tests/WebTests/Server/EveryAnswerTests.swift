import Foundation
import Hummingbird
import Postgres
import Records
import TestOffice
import Testing

@testable import Web

extension WebServerTests {
    @Suite("Every answer")
    struct EveryAnswerTests {
        /// What each must say to a browser, errors and unknown addresses included.
        @Test func saysWhatBrowsersMustKnow() async throws {
            try await withOpenOffice { house in
                let person = try await house.person("van.thu")
                let paths = [
                    "/", "/sign-in", "/work", "/incoming", "/incoming/new", "/incoming/999", "/nowhere",
                    "/static/office.css",
                    "/static/none", "/health", "/api/v1/me", "/api/v1/nowhere", "/api/openapi.json", "/problems/stale",
                    "/attachments/999", "/audit", "/help",
                ]
                for path in paths {
                    let answer = try await person.get(path)
                    #expect(answer["content-security-policy"]?.contains("default-src") == true, "\(path)")
                    #expect(answer["content-security-policy"]?.contains("script-src 'unsafe") != true, "\(path)")
                    #expect(answer["x-content-type-options"] == "nosniff", "\(path)")
                    #expect(answer["referrer-policy"] != nil && answer["permissions-policy"] != nil, "\(path)")
                    #expect(answer["cross-origin-opener-policy"] == "same-origin", "\(path)")
                    #expect(answer["x-request-id"].flatMap(UUID.init) != nil, "\(path)")
                    #expect(answer["server"] == nil, "\(path)")
                    let isPublic = path.hasPrefix("/static/office") || path == "/api/openapi.json"
                    #expect((answer["cache-control"] == "no-store") != isPublic, "\(path)")
                }
            }
        }

        @Test func isTheSameToHEADWithoutItsBody() async throws {
            try await withOpenOffice { house in
                let person = try await house.person("van.thu")
                for path in ["/work", "/sign-in", "/static/office.css", "/health", "/nowhere"] {
                    let get = try await person.get(path)
                    let head = try await person.send("HEAD", path)
                    #expect(head.status == get.status, "\(path)")
                    #expect(head["content-type"] == get["content-type"], "\(path)")
                }
            }
        }

        @Test func comesFromTheCacheWhereNothingChanged() async throws {
            try await withOpenOffice { house in
                let first = try await house.visitor().get("/static/office.css")
                #expect(first["content-type"] == "text/css; charset=utf-8")
                let tag = try #require(first["etag"])
                #expect(try await house.visitor().get("/static/office.css", ["If-None-Match: \(tag)"]).status == 304)
                #expect(try await house.visitor().get("/static/office.css", ["If-None-Match: \"other\""]).status == 200)
            }
        }

        @Test func countsAndTellsOnlyThisMachine() async throws {
            try await withOpenOffice { house in
                _ = try await house.visitor().get("/problems/stale")
                let metrics = try await house.visitor().get("/metrics")
                #expect(metrics.status == 200)
                #expect(
                    metrics.text.contains(
                        #"http_requests_total{method="GET",route="/problems/{name}",status="200"} 1"#),
                    "\(metrics.text)")
                #expect(metrics.text.contains(#"http_request_duration_seconds_bucket{le="+Inf""#))
                #expect(try await house.visitor().get("/metrics", ["X-Forwarded-For: 192.0.2.1"]).status == 404)
            }
        }

        /// The access log says which route, not who and what: that is for the trail, which is guarded.
        @Test func isLoggedWithoutPersonalData() async throws {
            let log = LogLines()
            try await withOpenOffice(log: log) { house in
                let person = try await house.person("van.thu")
                _ = try await person.get("/incoming?q=tim+kiem+bi+mat")
                _ = try await person.get("/incoming/424242")
                _ = try await house.program("chu.tich").get("/api/v1/me", ["X-Forwarded-For: 192.0.2.99"])
                _ = try await house.visitor().post("/sign-in", [("login", "van.thu"), ("password", "mat-khau-sai")])
            }
            let requests = log.lines.filter { $0.hasPrefix("info request") }
            #expect(requests.contains { $0.contains("method=GET") && $0.contains("route=/incoming/{id}") })
            #expect(requests.contains { $0.contains("method=POST") && $0.contains("route=/sign-in status=401") })
            for secret in [
                "van.thu", "chu.tich", "mat", "bi+mat", "424242", "127.0.0.1", "192.0.2", "congvan=", "Bearer",
            ] {
                let leaks = log.lines.filter { $0.hasPrefix("info request") && $0.contains(secret) }
                #expect(leaks.isEmpty, "\(secret): \(leaks.first ?? "")")
            }
            let others = log.lines.filter { !$0.hasPrefix("info request") && !$0.contains("listening on") }
            for secret in ["van.thu", "chu.tich", "mat-khau-sai", "192.0.2"] {
                #expect(others.filter { $0.contains(secret) }.isEmpty, "\(secret)")
            }
        }

        @Test func tellsNobodyWhatBroke() async throws {
            try await withOpenOffice { house in
                let person = try await house.person("van.thu")
                _ = try await house.office.owner.write { transaction in
                    try transaction.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM congvan_service")
                }
                let page = try await person.get("/work")
                #expect(page.status == 500)
                #expect(!page.text.contains("SELECT") && !page.text.contains("permission denied"))
                #expect(page.text.contains(try #require(page["x-request-id"])), "the number to report it by")
            }
        }

        @Test func saysThatTheDatabaseIsAwayAndRecoversByItself() async throws {
            try await withOpenOffice { house in
                let person = try await house.person("van.thu")
                let program = try await house.program("van.thu")
                // Nobody but the owner gets in, and whoever is in is put out.
                _ = try await house.office.owner.write { transaction in
                    try transaction.execute(
                        "DO $$BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 0', current_database()); END$$")
                }
                _ = try await house.office.owner.write { transaction in
                    try transaction.execute(
                        """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE usename = 'congvan_service' AND datname = current_database()
                        """)
                }
                let page = try await person.get("/incoming")
                #expect(page.status == 503)
                #expect(page["retry-after"] == "5")
                #expect(page["content-type"]?.hasPrefix("text/html") == true)
                let answer = try await program.get("/api/v1/me")
                #expect(answer.status == 503)
                #expect(try await house.visitor().get("/health").status == 503)
                #expect(try await house.visitor().get("/static/office.css").status == 200)
                _ = try await house.office.owner.write { transaction in
                    try transaction.execute(
                        "DO $$BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT -1', current_database()); END$$")
                }
                var status = 503
                for _ in 0..<40 where status != 200 {
                    try await Task.sleep(for: .milliseconds(250))
                    status = try await person.get("/incoming").status
                }
                #expect(status == 200)
                #expect(try await house.visitor().get("/health").status == 200)
            }
        }
    }
}
