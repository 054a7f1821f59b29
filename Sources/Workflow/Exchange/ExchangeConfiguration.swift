public import Exchange

/// How the office exchanges envelopes (cấu hình liên thông).
public struct ExchangeConfiguration: Sendable {
    /// How a document's identifier is made (mã định danh văn bản).
    public enum DocumentCode: String, Sendable, CaseIterable {
        /// What most peers send.
        case uuid
        /// Code, date and number as in QĐ 28/2018, which programs of the .NET family take apart again.
        case official
    }

    public var documentCode = DocumentCode.uuid
    /// The code of the agency here that each peer belongs to, by the peer's name: it carries for no other.
    public var carriers: [String: String] = [:]
    /// The peer that reaches every agency for which the directory names none; empty where there is none.
    public var defaultPeer = ""
    /// What signs documents and statuses that leave with the agency's key (ký số gói tin); unsigned without one.
    public var signer: EnvelopeSigner?
    /// Whether the sender of an envelope with an invalid signature is told so at once (02), where its way vouches for it.
    public var answersInvalidSignatures = true
    /// After so many attempts an envelope is given up: with the longest pause, three days.
    public var mostAttempts = 300
    /// A worker that says nothing for so long has died; it holds an envelope while it sends.
    public var lease = Duration.seconds(60)
    /// The first pause after a failure; each further one is twice as long.
    public var firstPause = Duration.seconds(1)
    public var longestPause = Duration.seconds(15 * 60)
    /// How often a queue is looked into where nothing woke it.
    public var poll = Duration.seconds(1)
    /// A peer that took nothing for so long while something waited is silent.
    public var silence = Duration.seconds(3600)
    /// A platform's list that lacks more than this many of a hundred agencies that it had is refused.
    public var directoryMostLost = 20
    /// A platform's list that has not come for so long is an alarm.
    public var directoryPatience = Duration.seconds(3 * 86400)

    /// How long what is being sent may take when the service stops; then it is broken off, and sent again later.
    public var lastWait = Duration.seconds(5)

    public init() {}

    /// The peer by which an agency here reaches another; `nil` where none of its peers does.
    ///
    /// Where the directory names no `peer` it is the default one. An agency to which that does not belong has its own,
    /// if it has a single one.
    func way(by peer: String, from agency: String) -> String? {
        let named = peer.isEmpty ? defaultPeer : peer
        if carriers[named] == agency { return named }
        guard peer.isEmpty, !named.isEmpty else { return nil }
        let own = carriers.filter { $0.value == agency }.keys
        return own.count == 1 ? own.first : nil
    }
}
