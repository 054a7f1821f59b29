import Crypto
import Foundation
public import Hummingbird
import NIOCore
public import Records
public import Workflow

/// A request on its way: who makes it, from where, in which language.
public struct OfficeContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// The address of the connection's other end, which may be a proxy's.
    let peer: String?
    /// Where acts of this request come from.
    public var origin: Origin
    /// Who is signed in; `nil` before the session was looked up, or when nobody is.
    public var signedIn: SignedIn?
    /// What the browser or program proved it with.
    public var sessionToken: String?
    public var language = Language.vietnamese

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress
        origin = Origin(channel: .web, source: peer)
    }

    /// Who acts.
    ///
    /// - Throws: ``Problem`` 401 when nobody is signed in.
    public func caller() throws -> Caller { try holder().caller }

    /// Who acts, with their agency and unit.
    ///
    /// - Throws: ``Problem`` 401 when nobody is signed in.
    func holder() throws -> SignedIn {
        guard let signedIn else { throw Problem(.signInNeeded) }
        return signedIn
    }

    /// What a form of this session must send back as `_csrf`; empty when nobody is signed in.
    ///
    /// It is derived from the session's token, so nothing is stored and no page needs a second secret.
    public var csrfToken: String {
        guard let sessionToken else { return "" }
        let code = HMAC<SHA256>.authenticationCode(for: Data("csrf".utf8), using: .init(data: Data(sessionToken.utf8)))
        return Data(code).base64URL
    }

    /// Whether a form's token is this session's.
    func accepts(csrf token: String) -> Bool {
        let expected = Array(csrfToken.utf8), given = Array(token.utf8)
        guard !expected.isEmpty, expected.count == given.count else { return false }
        return zip(expected, given).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension Data {
    /// Base 64 as RFC 4648, section 5, writes it for addresses and headers.
    var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    init?(base64URL text: String) {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        self.init(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
    }
}
