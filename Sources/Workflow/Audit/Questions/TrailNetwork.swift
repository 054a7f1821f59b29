import Foundation

/// A network from which people use the office (mạng): 256 addresses of IPv4, a site of IPv6.
public struct TrailNetwork: Sendable, Hashable, LosslessStringConvertible {
    /// As PostgreSQL writes a `cidr`.
    public let description: String

    /// The network that an address is in, or a network as the trail shows it.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), text.utf8.count <= 64 else { return nil }
        var four = in_addr(), six = in6_addr()
        let isFour = inet_pton(AF_INET, String(parts[0]), &four) == 1
        guard isFour || inet_pton(AF_INET6, String(parts[0]), &six) == 1 else { return nil }
        let length = isFour ? 24 : 48
        if parts.count == 2, Int(parts[1]) != length { return nil }
        var bytes = isFour ? withUnsafeBytes(of: &four) { Array($0) } : withUnsafeBytes(of: &six) { Array($0) }
        for index in length / 8..<bytes.count { bytes[index] = 0 }
        var written = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(isFour ? AF_INET : AF_INET6, bytes, &written, socklen_t(written.count)) != nil else {
            return nil
        }
        description = String(decoding: written.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self) + "/\(length)"
    }
}
