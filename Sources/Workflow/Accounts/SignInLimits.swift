import Postgres

/// How often a wrong password may be tried.
///
/// Five failures from one address close an account for that address for a quarter of an hour. Many failures from many
/// addresses close it for addresses it was never used from, so that an attacker cannot lock its owner out.
enum SignInLimits {
    static let window = 15 * 60
    private static let failuresOfPair = 5
    private static let failuresOfAccount = 20
    private static let failuresOfSource = 50

    /// The seconds to wait before the next attempt counts; none where it may be made now.
    static func wait(login: String, source: String?, in transaction: borrowing Transaction) throws -> Int? {
        let counts = try transaction.row(
            """
            SELECT count(*) FILTER (WHERE login = \(login) AND source IS NOT DISTINCT FROM \(source)::inet) AS pair,
                   count(*) FILTER (WHERE login = \(login)) AS account,
                   count(*) FILTER (WHERE source = \(source)::inet) AS source,
                   greatest(1, \(window) - extract(epoch FROM now() - max(at))::int) AS seconds,
                   EXISTS (SELECT FROM sign_in_attempt WHERE login = \(login) AND success
                           AND source IS NOT DISTINCT FROM \(source)::inet AND at > now() - interval '30 days') AS known
            FROM sign_in_attempt
            WHERE NOT success AND at > now() - make_interval(secs => \(window))
              AND (login = \(login) OR source = \(source)::inet)
              AND at > coalesce((SELECT max(at) FROM sign_in_attempt WHERE login = \(login) AND success
                                 AND source IS NOT DISTINCT FROM \(source)::inet), '-infinity')
            """
        ) { row in
            (
                pair: try row["pair"] as Int, account: try row["account"] as Int, source: try row["source"] as Int,
                seconds: try row["seconds"] as Int?, known: try row["known"] as Bool
            )
        }
        guard let counts else { return nil }
        // Where the person signed in before, neither strangers nor colleagues behind the same address lock them out.
        let blocked =
            counts.pair >= failuresOfPair
            || (!counts.known && (counts.source >= failuresOfSource || counts.account >= failuresOfAccount))
        return blocked ? counts.seconds ?? window : nil
    }
}
