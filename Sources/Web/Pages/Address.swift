import Foundation

/// An address of our own with its query, encoded.
struct Address {
    let text: String

    init(_ path: String, _ parameters: [(String, String)]) {
        let query = parameters.filter { !$0.1.isEmpty }
            .map { "\($0.0)=\($0.1.addingPercentEncoding(withAllowedCharacters: Self.plain) ?? "")" }
        text = query.isEmpty ? path : path + "?" + query.joined(separator: "&")
    }

    private static let plain = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
