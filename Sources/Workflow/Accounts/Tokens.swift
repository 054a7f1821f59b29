import Crypto
import Foundation

/// What a browser or program proves with who is signed in: 256 random bits, of which only a digest is kept.
enum Tokens {
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return Data((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }).base64URL
    }

    static func digest(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Data(token.utf8))) }

    /// The name of a session in the trail: it tells sessions apart and opens none.
    static func name(of token: String) -> String {
        SHA256.hash(data: Data("session:\(token)".utf8)).prefix(8).hexadecimal
    }
}

extension Data {
    /// Base 64 as RFC 4648 section 5 writes it for addresses and headers.
    fileprivate var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
