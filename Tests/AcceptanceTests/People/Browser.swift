import TestOffice

/// A person with a browser that keeps cookies, follows redirects and sends the forms that pages hold.
///
/// No script runs in it.
struct Browser: Sendable {
    let port: Int
    private(set) var cookies: [String: String] = [:]

    init(_ office: RunningOffice) { port = office.port }

    /// Someone who has signed in as this page asks.
    static func signedIn(_ login: String, to office: RunningOffice) async throws -> Browser {
        var browser = Browser(office)
        var form = try await browser.open("/sign-in").form(to: "/sign-in")
        form["login"] = login
        form["password"] = TestOffice.password
        let page = try await browser.press(form)
        guard page.status == 200, page.address != "/sign-in" else {
            throw Failed("\(login) cannot sign in: \(page.text)")
        }
        return browser
    }

    /// Opens an address of the office.
    mutating func open(_ path: String) async throws -> WebPage { try await follow(Request("GET", path)) }

    /// Sends a form and follows where that leads.
    mutating func press(_ form: PageForm) async throws -> WebPage { try await follow(sent(form)) }

    /// A form as this browser sends it: with its cookies, and saying where the form comes from.
    func sent(_ form: PageForm) -> Request {
        var request = form.request
        request.headers.append(("Origin", "http://127.0.0.1:\(port)"))
        return dressed(request)
    }

    /// A request with this browser's cookies.
    func dressed(_ request: Request) -> Request {
        var request = request
        if !cookies.isEmpty {
            request.headers.append(("Cookie", cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")))
        }
        return request
    }

    private mutating func follow(_ first: Request) async throws -> WebPage {
        var request = first
        for _ in 0..<5 {
            let bound = request.headers.contains { $0.name == "Cookie" } ? request : dressed(request)
            let port = port
            let answer = try await onThread { try bound.send(to: port) }
            keep(answer)
            guard (300...399).contains(answer.status), let next = answer["location"] else {
                return WebPage(answer, at: request.path)
            }
            request = Request("GET", next)
        }
        throw Failed("\(first.path) leads in circles")
    }

    private mutating func keep(_ answer: Answer) {
        for header in answer.headers where header.name == "set-cookie" {
            let pair = header.value.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            if let name = pair.first { cookies[String(name)] = pair.count > 1 ? String(pair[1]) : nil }
        }
    }
}
