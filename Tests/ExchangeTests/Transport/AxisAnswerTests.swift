import Foundation
import Testing

@testable import Exchange

@Suite("An answer of the axis")
struct AxisAnswerTests {
    @Test(
        "has nothing where a member is missing, null or of another kind",
        arguments: [
            "{}", #"{"code":null,"name":null,"id":null}"#, #"{"code":{},"name":[],"id":{"a":1},"pid":[0]}"#,
            #"{"Code":"H98","NAME":"x"}"#,
        ])
    func missing(_ json: String) throws {
        let agency = try JSONDecoder().decode(AxisAgency.self, from: Data(json.utf8))
        #expect(agency == AxisAgency(code: "", name: ""), "\(agency)")
    }

    @Test("is no success where it does not say so", arguments: ["{}", #"{"data":[]}"#, #"{"ErrorCode":null}"#])
    func unsaid(_ json: String) {
        #expect(throws: ExchangeError.self) {
            let _: AxisAnswer<AxisAgency> = try AxisDialect.sdk2.answer(Array(json.utf8), status: 200)
        }
    }

    @Test("is read where numbers and flags have no quotes")
    func plain() throws {
        let json = #"{"code":17,"name":"x","id":9007199254740993,"deleted":true}"#
        let agency = try JSONDecoder().decode(AxisAgency.self, from: Data(json.utf8))
        #expect(agency == AxisAgency(code: "17", name: "x", id: "9007199254740993", isDeleted: true))
    }
}
