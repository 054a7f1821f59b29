import Testing

@testable import Web

@Suite("Where a person is led after signing in")
struct OwnPathTests {
    @Test(arguments: ["/work", "/incoming/42", "/incoming?q=a%20b&after=3", "/"])
    func isAPageOfOurs(_ path: String) { #expect(OwnPath.checked(path) == path) }

    @Test(arguments: [
        "", "work", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example",
        "javascript:alert(1)", "/\tevil", "/\nLocation: x", "/a b", "/a\r\nSet-Cookie: x=y", "/sign-in",
        "/sign-in?next=/x",
        "/sign-out", "/language", "/é", "/\u{202e}", "/a\\b",
    ])
    func isNeverSomebodyElsesPage(_ path: String) { #expect(OwnPath.checked(path) == "/") }
}
