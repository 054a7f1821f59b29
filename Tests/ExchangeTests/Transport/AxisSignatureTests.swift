import Crypto
import Foundation
import Testing

@testable import Exchange

@Suite("The proof in the headers of the axis")
struct AxisSignatureTests {
    private let account: AxisAccount
    private let time = Date(timeIntervalSince1970: 1_795_316_400)

    init() throws { account = try AxisAccount(systemID: "he-thong-1", secret: "bi-mat") }

    private func headers(
        _ signature: AxisDialect.HeaderSignature,
        _ parameters: [AxisParameter] = [.init(name: "to", value: #"["H99.02"]"#)]
    ) -> [(name: String, value: String)] {
        signature.headers(parameters, account, at: time).map { (name: $0.name, value: $0.value) }
    }

    @Test("is the HMAC of the JSON object, in digits")
    func known() {
        let parameters = [AxisParameter(name: "from", value: "H99.01"), .init(name: "to", value: #"["H99.02"]"#)]
        // Written down by hand: what the other side would build.
        let message = #"{"from":"H99.01","to":"[\"H99.02\"]"}"#
        #expect(AxisSignature.message(parameters) == Array(message.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Data(message.utf8), using: .init(data: Data("bi-mat".utf8)))
        #expect(AxisSignature.make(parameters, secret: "bi-mat") == code.map { String(format: "%02x", $0) }.joined())
    }

    @Test(
        "is found right in every variant, and wrong after any change",
        arguments: [(false, false), (true, false), (false, true), (true, true)])
    func variants(_ prefixed: Bool, _ sorted: Bool) throws {
        var signature = AxisDialect.HeaderSignature()
        signature.signsPrefixedNames = prefixed
        signature.isSorted = sorted
        let good = headers(signature)
        let values = try #require(AxisSignature.check(good, secret: "bi-mat", as: signature))
        #expect(values["to"] == #"["H99.02"]"# && values["systemid"] == "he-thong-1")
        #expect(AxisSignature.check(good, secret: "bi-mat2", as: signature) == nil)
        for index in good.indices where good[index].name.hasPrefix("Xroad") {
            var changed = good
            changed[index].value += "0"
            #expect(AxisSignature.check(changed, secret: "bi-mat", as: signature) == nil, "\(good[index].name)")
            var fewer = good
            fewer.remove(at: index)
            #expect(AxisSignature.check(fewer, secret: "bi-mat", as: signature) == nil)
            #expect(AxisSignature.check(good + [good[index]], secret: "bi-mat", as: signature) == nil, "twice")
        }
    }

    @Test("has the time of Vietnam, there and back")
    func times() throws {
        let text = AxisSignature.text(of: time)
        #expect(text.wholeMatch(of: /\d{8}T\d{6}\+0700/) != nil)
        #expect(AxisSignature.time(text) == time)
        #expect(AxisSignature.time("22112026T101500+0700") == AxisSignature.time("22112026T031500+0000"))
        for wrong in ["", "31022026T101500+0700", "22112026T251500+0700", "2026-11-22", "22112026T101500+07"] {
            #expect(AxisSignature.time(wrong) == nil, "\(wrong)")
        }
    }
}
