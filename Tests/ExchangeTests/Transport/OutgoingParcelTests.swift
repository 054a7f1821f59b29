import Exchange
import Testing

@Suite("A parcel on its way out")
struct OutgoingParcelTests {
    private func parcel(
        id: String = "a-1", digest: Int = 32, size: Int64 = 1, sender: String = "H99.01",
        recipients: [String] = ["H99.02"]
    ) throws -> OutgoingParcel {
        try OutgoingParcel(
            id: id, file: "f", size: size, digest: [UInt8](repeating: 0, count: digest), sender: sender,
            recipients: recipients, kind: .document)
    }

    @Test(
        "has an id that is no path and ends no header", arguments: ["", "A", "a/b", "..", "-a", "a\r\nb", "a.b", "á"])
    func ids(_ id: String) {
        #expect(throws: ExchangeError(.transport(.badParcel))) { try parcel(id: id) }
    }

    @Test("names agencies by codes alone", arguments: ["", "H99 01", "H99\r\nX: y", "[\"H\"]", "Ｈ99", "../H99"])
    func codes(_ code: String) {
        #expect(throws: ExchangeError(.organID)) { try parcel(sender: code) }
        #expect(throws: ExchangeError(.organID)) { try parcel(recipients: ["H99.02", code]) }
    }

    @Test("has bytes, a digest and a recipient")
    func whole() throws {
        _ = try parcel()
        #expect(throws: ExchangeError(.transport(.badParcel))) { try parcel(digest: 31) }
        #expect(throws: ExchangeError(.transport(.badParcel))) { try parcel(size: 0) }
        #expect(throws: ExchangeError(.organID)) { try parcel(recipients: []) }
    }
}
