import Foundation
import Hummingbird
import Postgres
import Records
import TestOffice
import Testing

@testable import Web

@Suite("Every answer")
struct EveryAnswerTests {
    /// What each must say to a browser, errors and unknown addresses included.
    @Test func saysWhatBrowsersMustKnow() async throws {
        try await withOpenOffice { house in
            let person = try await house.person("van.thu")
            let paths = [
                "/", "/sign-in", "/work", "/incoming", "/incoming/new", "/incoming/999", "/nowhere", "/static/office.css",
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
                    #"http_requests_total{method="GET",route="/problems/{name}",status="200"} 1"#), "\(metrics.text)")
            #expect(metrics.text.contains(#"http_request_duration_seconds_bucket{le="+Inf""#))
            #expect(try await house.visitor().get("/metrics", ["X-Forwarded-For: 192.0.2.1"]).status == 404)
        }
    }

    @Test func saysThatTheDatabaseIsAwayAndRecovers() async throws {
        try await withOpenOffice { house in
            #expect(try await house.visitor().get("/health").status == 200)
            let person = try await house.person("van.thu")
            try await house.office.owner.write { transaction in
                try transaction.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM congvan_service")
            }
            let page = try await person.get("/work")
            #expect(page.status >= 500)
            #expect(!page.text.contains("SELECT") && !page.text.contains("permission denied"))
        }
    }
}
