import Crypto
import Foundation
import Postgres
import Records

extension Workflow {
    /// Records with which settings the office starts where they are other ones than last time: of each a digest, for a
    /// setting may be a secret.
    ///
    /// The `settings` are all of them by their keys, as text.
    func recordSettings(_ settings: [String: String]) async throws {
        guard !settings.isEmpty else { return }
        let before =
            try await reports.row(
                """
                SELECT detail::text AS detail FROM audit.event
                WHERE action = 'settings.changed' AND agency_id IS NULL ORDER BY at DESC, id DESC LIMIT 1
                """
            ) { try JSONDecoder().decode([String: String].self, from: Data((try $0["detail"] as String).utf8)) } ?? [:]
        // The key of the digest is what the program is: the same secret elsewhere looks different.
        let now = settings.mapValues { value in
            SHA256.hash(data: Data("congvan setting \(value)".utf8)).prefix(4).hexadecimal
        }
        let changed = now.filter { before[$0.key] != $0.value }.keys.sorted()
        guard !changed.isEmpty || before.keys.contains(where: { now[$0] == nil && $0 != "changed" }) else { return }
        var event = AuditEvent(.settingsChanged, on: .service, detail: now)
        event.detail["changed"] = before.isEmpty ? "first" : changed.joined(separator: " ")
        try await looks.submit([Look(event: event, caller: .service(in: 0))])
    }
}
