import Foundation
import Hummingbird

/// The cookie that a browser proves its session with.
///
/// Scripts cannot read it, other sites cannot make a browser send it with a form, and where TLS is in front its name
/// (`__Host-`) keeps neighbours on the same domain from setting it.
struct SessionCookie: Sendable {
    let secure: Bool

    var name: String { secure ? "__Host-congvan" : "congvan" }

    func token(in request: Request) -> String? { request.cookies[name]?.value }

    /// The header field that gives the browser its session, until it is closed.
    func opened(_ token: String) -> String { "\(name)=\(token); \(attributes)" }

    /// The header field that takes it away.
    var closed: String { "\(name)=; Max-Age=0; \(attributes)" }

    private var attributes: String { "Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "") }
}
