import Records
import Testing

@Suite("The two generations of agencies' codes")
struct AgencyCodeTests {
    @Test(
        "are told from each other by the rule, both ways",
        arguments: [
            ("000.00.15.H51", "H51.15"), ("000.00.00.H41", "H41"), ("000.03.15.H51", "H51.15.03"),
            ("012.03.15.H51", "H51.15.03.012"), ("000.00.00.G22", "G22"), ("001.00.15.H51", "H51.15.001"),
        ])
    func both(_ old: String, _ new: String) {
        #expect(AgencyCode.other(old) == new)
        #expect(AgencyCode.other(new) == old)
    }

    @Test(
        "leave every other code alone",
        arguments: [
            "", "H", "01.02.G22", "28.22.H17x", "H37.DN.001", "vxp.saas.03", "0101234567", "H51.1", "H51.15.03.012.1",
            "000.00.15.Z51", "H51..15", "H51.15.03.04", "000.00.15.H51.", "h51.15",
        ])
    func others(_ code: String) {
        #expect(AgencyCode.other(code) == nil)
    }

    @Test("say who is below whom")
    func below() {
        #expect(AgencyCode.isBelow("H51.15.03", "H51.15") && AgencyCode.isBelow("h51.15.03.1", "H51.15"))
        #expect(AgencyCode.isBelow("000.03.15.H51", "H51.15") && AgencyCode.isBelow("H51.15.03", "000.00.15.H51"))
        #expect(AgencyCode.isBelow("vxp.saas.03", "VXP.saas"))
        for (code, above) in [
            ("H51.15", "H51.15"), ("H51.15.", "H51.15"), ("H51.15..1", "H51.15"), ("H51.150", "H51.15"),
            ("H51", "H51.15"), ("000.00.15.H51", "H51.15"),
        ] {
            #expect(!AgencyCode.isBelow(code, above), "\(code) \(above)")
        }
    }
}
