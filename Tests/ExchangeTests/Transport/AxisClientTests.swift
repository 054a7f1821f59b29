import Exchange
import Foundation
import Synchronization
import Testing

@Suite("Asking an axis for what waits")
struct AxisClientTests {
    let folder = TestFolder()

    @Test("reads a list of thousands that is not paged, and takes as many as it asked for")
    func longList() async throws {
        let entries = (0..<20_000).map {
            #"{"docId":"goi-\#($0)","from":"H99.01","to":"H99.02","serviceType":"eDoc","messageType":"edoc","status":"inbox"}"#
        }
        let list = #"{"status":"OK","ErrorCode":"0","data":[\#(entries.joined(separator: ","))]}"#
        let calls = Mutex(0)
        let axis = try await ScriptedAxis { _ in
            calls.withLock { $0 += 1 }
            return .text(list)
        }
        let client = try axis.client()
        let waiting = try await client.waiting(atMost: 300).parcels
        #expect(waiting.map(\.id) == (0..<300).map { "goi-\($0)" })
        #expect(calls.withLock { $0 } == 1, "there is no room for the other kind")
        await client.close()
        try await axis.close()
    }

    @Test("goes on with a transfer while other calls fail and go to the peer anew")
    func otherCallsFail() async throws {
        let bytes = Array("một gói tin".utf8)
        let whole = #"{"status":"OK","ErrorCode":"0","data":"\#(Data(bytes).base64EncodedString())"}"#
        let isAway = Mutex(true)
        let axis = try await ScriptedAxis { call in
            if call == "getEdoc" { return .halves(String(whole.prefix(50)), String(whole.dropFirst(50))) }
            return isAway.withLock { $0 } ? .hangsUp : .text(#"{"status":"OK","ErrorCode":"0","data":[]}"#)
        }
        let client = try axis.client()
        let path = folder.path + "/fetched"
        async let fetched = client.fetch(
            WaitingParcel(id: "1", sender: nil, kind: nil, digest: nil), into: path)
        let limit = Date(timeIntervalSinceNow: 10)
        while !axis.isInTheMiddle, Date() < limit { try await Task.sleep(for: .milliseconds(5)) }
        // Several at once, and one after the other: each time the next attempt goes by a client of its own.
        for _ in 0..<3 {
            await withTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask { #expect(await fault { _ = try await client.waiting(atMost: 1) } != nil) }
                }
            }
        }
        isAway.withLock { $0 = false }
        #expect(try await client.waiting(atMost: 1).parcels.isEmpty)
        axis.letGo()
        #expect(try await fetched.size == Int64(bytes.count))
        #expect(TestParcel.bytes(path) == bytes)
        await client.close()
        try await axis.close()
    }
}
