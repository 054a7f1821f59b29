import TestOffice
import Testing
import Workflow

@Suite("Many guesses at once")
struct BurstTests {
    @Test("pass the limit no more often than guesses one after the other, but for those under way")
    func burst() async throws {
        try await withOffice { office in
            _ = try await People(office)
            let origin = Origin(channel: .web, source: "203.0.113.9")
            let tried = await withTaskGroup(of: String?.self) { group in
                for guess in 0..<16 {
                    group.addTask {
                        await refusal {
                            _ = try await office.workflow.signIn(
                                login: "nobody.here", password: "sai mật khẩu \(guess)", from: origin, kind: .web)
                        }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 == "sign-in-refused" ? 1 : 0 }
            }
            // Guesses that wait too long for their turn are turned away uncounted.
            #expect((1...7).contains(tried))
        }
    }
}
