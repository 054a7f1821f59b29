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
    /// The peer that reaches every agency for which the directory names none; empty where there is none.
    public var defaultPeer = ""
    /// What signs the documents that leave, with the agency's key (ký số gói tin); they leave unsigned without one.
    public var signer: EnvelopeSigner?
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

    public init() {}
}
