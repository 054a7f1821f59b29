import Foundation
public import Postgres
public import Records

/// An envelope that the office sends to one agency (gói tin đi), and its place in the outbox (hộp gửi).
///
/// It is posted in the transaction of the act that causes it, with its bytes and its name fixed for good; a service sends
/// it afterwards, as often as it takes.
public struct OutgoingEnvelope: Sendable {
    public enum Kind: String, CaseIterable, Sendable, SQLValue {
        case document, status
    }

    public enum State: String, CaseIterable, Sendable, SQLValue {
        case waiting, sent, dead

        public var label: Phrase {
            switch self {
            case .waiting: Phrase("Chờ gửi", "To be sent")
            case .sent: Phrase("Đã gửi", "Sent")
            case .dead: Phrase("Không gửi được", "Undeliverable")
            }
        }
    }

    /// Where its bytes are.
    enum Content: Sendable {
        /// In the store, which holds them durably.
        case file(digest: [UInt8])
        /// In the row itself: a packet of a kilobyte or two.
        case bytes([UInt8])
    }

    /// The transport that reaches the recipient, by its name in the configuration.
    let peer: String
    /// Our code (mã định danh).
    let sender: String
    let recipient: String
    let kind: Kind
    let content: Content
    /// Its name through all attempts: small letters, digits and hyphens.
    let messageID: String
    /// Of a status: the intake that it is about, and its code; the same is posted once.
    let status: (intake: Int, code: String)?

    init(
        to recipient: String, through peer: String, from sender: String, kind: Kind, content: Content,
        messageID: String = UUID().uuidString.lowercased(), status: (intake: Int, code: String)? = nil
    ) {
        self.recipient = recipient
        self.peer = peer
        self.sender = sender
        self.kind = kind
        self.content = content
        self.messageID = messageID
        self.status = status
    }
}

extension Transaction {
    /// Puts an envelope into the outbox; a status that was told before is not told again.
    borrowing func post(_ envelope: OutgoingEnvelope, of agency: Agency.ID) throws {
        var digest: [UInt8]?
        var body: [UInt8]?
        switch envelope.content {
        case .file(let stored): digest = stored
        case .bytes(let bytes): body = bytes
        }
        try execute(
            """
            INSERT INTO outgoing_envelope (agency_id, peer, sender, recipient, message_id, kind, digest, body, intake_id,
                status_code)
            VALUES (\(agency), \(envelope.peer), \(envelope.sender), \(envelope.recipient), \(envelope.messageID),
                \(envelope.kind), \(digest), \(body), \(envelope.status?.intake), \(envelope.status?.code))
            ON CONFLICT (intake_id, status_code) WHERE intake_id IS NOT NULL DO NOTHING
            """)
    }
}
