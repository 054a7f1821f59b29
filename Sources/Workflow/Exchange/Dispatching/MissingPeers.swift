import Postgres

extension Workflow {
    /// Looks for envelopes that wait for a peer which is not set up, or is another agency's (kênh chưa được cấu hình).
    ///
    /// They wait for it without end, so somebody must hear of it; whoever sets the peer up has them sent.
    func lookForMissingPeers() async throws {
        let carriers = configuration.exchange.carriers
        let waiting = try await database.read { transaction in
            try transaction.rows("SELECT agency, peer FROM peers_with_waiting_envelopes()") {
                (agency: try $0["agency"] as String, peer: try $0["peer"] as String)
            }
        }
        peers.isMissing(Set(waiting.filter { carriers[$0.peer] != $0.agency }.map(\.peer)))
    }
}
