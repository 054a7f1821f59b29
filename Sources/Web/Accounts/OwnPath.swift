import Foundation
import Hummingbird

/// Where a person may be led after signing in: a page of ours, never an address somebody else wrote.
enum OwnPath {
    /// The path where it is plainly one of ours, else the first page.
    ///
    /// Browsers read `//host`, `/\host` and addresses with line breaks in them as other sites, so everything but
    /// ordinary characters after a single stroke is refused.
    static func checked(_ path: String) -> String {
        let bytes = Array(path.utf8)
        guard bytes.count <= 2000, bytes.first == UInt8(ascii: "/"), bytes.dropFirst().first != UInt8(ascii: "/"),
            bytes.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return "/" }
        let place = path.prefix { $0 != "?" && $0 != "#" }
        return ["/sign-in", "/sign-out", "/language"].contains(place) ? "/" : path
    }

    /// The address of the sign-in page that leads back to what was asked for.
    static func signIn(then request: Request) -> String {
        let path = checked(request.head.path ?? "/")
        guard path != "/", let next = path.addingPercentEncoding(withAllowedCharacters: .alphanumerics) else {
            return "/sign-in"
        }
        return "/sign-in?next=\(next)"
    }
}
