import Crypto
import Foundation
import Testing

@testable import Exchange

@Suite("A request between two offices")
struct RequestSignatureTests {
    private let key = Curve25519.Signing.PrivateKey()
    private let time = Date(timeIntervalSince1970: 1_795_316_400)
    private let target = RequestSignature.Target(
        method: "HEAD", authority: "office.example", path: "/exchange/parcels/" + String(repeating: "ab", count: 32))
    private let fields = [
        (name: "parcel-recipient", value: "H99.02"), (name: "parcel-sender", value: "H99.01"),
        (name: "parcel-id", value: "a-1"), (name: "parcel-kind", value: "edoc"),
    ]

    private func signed() throws -> [(name: String, value: String)] {
        try fields + RequestSignature.sign(target, fields, keyID: "H99.01", key: key, at: time)
    }

    private func check(
        _ headers: [(name: String, value: String)], target: RequestSignature.Target? = nil, at time: Date? = nil
    ) throws -> String {
        try RequestSignature.check(
            target ?? self.target, headers, signing: UploadHead.signedWithoutBody,
            keys: [
                "H99.01": key.publicKey,
                "H99": .init(rawRepresentation: Curve25519.Signing.PrivateKey().publicKey.rawRepresentation),
            ],
            at: time ?? self.time)
    }

    @Test("is signed over the base of RFC 9421, letter by letter")
    func base() throws {
        let headers = try signed()
        let input = try #require(headers.first { $0.name == "signature-input" }?.value)
        #expect(
            input
                == #"congvan=("@method" "@authority" "@path" "parcel-recipient" "parcel-sender" "parcel-id" "parcel-kind");created=1795316400;keyid="H99.01";alg="ed25519";tag="congvan-exchange""#
        )
        let base = """
            "@method": HEAD
            "@authority": office.example
            "@path": \(target.path)
            "parcel-recipient": H99.02
            "parcel-sender": H99.01
            "parcel-id": a-1
            "parcel-kind": edoc
            "@signature-params": \(input.dropFirst("congvan=".count))
            """
        let text = try #require(headers.first { $0.name == "signature" }?.value)
        let signature = try #require(Data(base64Encoded: String(text.dropFirst("congvan=:".count).dropLast())))
        #expect(key.publicKey.isValidSignature(signature, for: Data(base.utf8)))
        #expect(try check(headers) == "H99.01")
    }

    @Test("is refused after any change")
    func changed() throws {
        let good = try signed()
        for index in good.indices {
            var changed = good
            changed[index].value += "x"
            #expect(throws: ExchangeError.self) { try check(changed) }
            var fewer = good
            fewer.remove(at: index)
            #expect(throws: ExchangeError.self) { try check(fewer) }
            #expect(throws: ExchangeError.self) { try check(good + [good[index]]) }
        }
        for other in [
            RequestSignature.Target(method: "PATCH", authority: target.authority, path: target.path),
            .init(method: "HEAD", authority: "other.example", path: target.path),
            .init(method: "HEAD", authority: target.authority, path: target.path.replacing("ab", with: "ac")),
        ] {
            #expect(throws: ExchangeError(.transport(.unsigned("signature")))) { try check(good, target: other) }
        }
    }

    @Test("is refused when it is old, or of a clock that is wrong")
    func old() throws {
        let good = try signed()
        #expect(try check(good, at: time + 299) == "H99.01")
        for late in [301.0, -301.0, 1.6e9] as [TimeInterval] {
            #expect(throws: ExchangeError(.transport(.unsigned("created")))) { try check(good, at: time + late) }
        }
    }

    @Test("is refused when it signs less, or with a second signature beside")
    func less() throws {
        let fewer = Array(fields.dropLast())
        let headers = try fields + RequestSignature.sign(target, fewer, keyID: "H99.01", key: key, at: time)
        #expect(throws: ExchangeError(.transport(.unsigned("signature-input")))) { try check(headers) }
        var two = try signed()
        for index in two.indices where two[index].name.hasPrefix("signature") {
            two[index].value += ", b=\(two[index].value)"
        }
        #expect(throws: ExchangeError.self) { try check(two) }
    }

    @Test("says of a part what cannot be otherwise")
    func parts() throws {
        let part = UploadPart(offset: 5, count: 10, length: 15, digest: [UInt8](repeating: 7, count: 32))
        #expect(try UploadPart(part.fields) == part)
        for (name, value) in [
            ("upload-offset", "-1"), ("upload-offset", "6"), ("upload-length", "14"), ("content-length", "0"),
            ("upload-complete", "?0"), ("content-digest", "sha-256=:AAAA:"), ("content-type", "text/plain"),
            ("upload-offset", "9999999999999999999999"), ("upload-length", "0x10"), ("upload-offset", "+5"),
        ] {
            let fields = part.fields.map { (name: $0.name, value: $0.name == name ? value : $0.value) }
            #expect(throws: ExchangeError.self, "\(name): \(value)") { try UploadPart(fields) }
        }
    }
}
