import NIOCore

/// Network addresses, as texts.
enum NetworkAddress {
    /// The address without blanks, brackets and port, or `nil` where it is none.
    static func normalised(_ text: String) -> String? {
        var address = text.filter { $0 != " " && $0 != "\t" }
        if address.hasPrefix("["), let end = address.firstIndex(of: "]") {
            address = String(address[address.index(after: address.startIndex)..<end])
        }
        return (try? SocketAddress(ipAddress: address, port: 0))?.ipAddress
    }

    static func isLoopback(_ address: String?) -> Bool {
        guard let address else { return false }
        return address.hasPrefix("127.") || address == "::1" || address.hasPrefix("::ffff:127.")
    }
}
