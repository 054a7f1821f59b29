// Every envelope's types are decoded with these, because the compiler writes their decoding in this module: lists may be
// left out when they are empty, flags when they are false, and what a writer finds out by itself always.

extension KeyedDecodingContainer {
    func decode<Element: Decodable>(_ type: [Element].Type, forKey key: Key) throws -> [Element] {
        try decodeIfPresent(type, forKey: key) ?? []
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try decodeIfPresent(type, forKey: key) ?? false }

    func decode(_ type: MediaType.Type, forKey key: Key) throws -> MediaType {
        try decodeIfPresent(type, forKey: key) ?? .unknown
    }

    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try decodeIfPresent(type, forKey: key) ?? 0 }

    func decode(_ type: Envelope.DocumentType.Type, forKey key: Key) throws -> Envelope.DocumentType {
        try decodeIfPresent(type, forKey: key) ?? Envelope.DocumentType(type: nil, detail: nil, name: nil)
    }
}

extension KeyedEncodingContainer {
    mutating func encode<Element: Encodable>(_ list: [Element], forKey key: Key) throws {
        // `encodeIfPresent`, because `encode` would be this method again.
        try encodeIfPresent(list.isEmpty ? nil : list, forKey: key)
    }
}
