import Glibc

/// An address that a name led to.
struct NetworkAddress: Sendable, Hashable {
    /// 4 or 16 bytes, the first the highest.
    let bytes: [UInt8]

    /// As it is written, such as `192.0.2.1` or `2001:db8::1`.
    var text: String {
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        var room = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let isWritten = inet_ntop(family, bytes, &room, socklen_t(room.count)) != nil
        return isWritten ? String(decoding: room.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : ""
    }

    /// Whether it is one of the open internet, by the special-purpose registries of IANA (RFC 6890).
    ///
    /// Of IPv6 only what is given out counts, without what carries an IPv4 address inside: `::ffff:127.0.0.1` is this host.
    var isPublic: Bool {
        let blocks = bytes.count == 4 ? Self.internalIPv4 : Self.internalIPv6
        if bytes.count != 4, bytes[0] >> 5 != 1 { return false }
        return !blocks.contains { matches($0.prefix, $0.bits) }
    }

    /// Whether it is this host itself.
    var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes == [UInt8](repeating: 0, count: 15) + [1]
    }

    private func matches(_ prefix: [UInt8], _ bits: Int) -> Bool {
        for bit in 0..<bits {
            let mask: UInt8 = 0x80 >> (bit & 7)
            let byte = bit >> 3 < prefix.count ? prefix[bit >> 3] : 0
            if bytes[bit >> 3] & mask != byte & mask { return false }
        }
        return true
    }

    private static let internalIPv4: [(prefix: [UInt8], bits: Int)] = [
        ([0], 8), ([10], 8), ([100, 64], 10), ([127], 8), ([169, 254], 16), ([172, 16], 12), ([192, 0, 0], 24),
        ([192, 0, 2], 24), ([192, 88, 99], 24), ([192, 168], 16), ([198, 18], 15), ([198, 51, 100], 24),
        ([203, 0, 113], 24), ([224], 3),
    ]

    /// Within 2000::/3: Teredo and its like, documentation, and 6to4.
    private static let internalIPv6: [(prefix: [UInt8], bits: Int)] = [
        ([0x20, 0x01], 23), ([0x20, 0x01, 0x0D, 0xB8], 32), ([0x20, 0x02], 16), ([0x3F, 0xFF], 20),
    ]

    /// All addresses that a host name leads to, or the one that it is; waits for DNS.
    ///
    /// - Throws: ``ExchangeError`` where there is none.
    static func all(of host: String) throws(ExchangeError) -> [NetworkAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else {
            throw ExchangeError(.transport(.unreachable("DNS")))
        }
        defer { freeaddrinfo(list) }
        var found: [NetworkAddress] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ai_next
            guard let address = entry.ai_addr else { continue }
            switch Int32(address.pointee.sa_family) {
            case AF_INET:
                address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    found.append(NetworkAddress(bytes: withUnsafeBytes(of: $0.pointee.sin_addr, Array.init)))
                }
            case AF_INET6:
                address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                    found.append(NetworkAddress(bytes: withUnsafeBytes(of: $0.pointee.sin6_addr, Array.init)))
                }
            default: continue
            }
        }
        guard !found.isEmpty else { throw ExchangeError(.transport(.unreachable("DNS"))) }
        return found
    }
}
