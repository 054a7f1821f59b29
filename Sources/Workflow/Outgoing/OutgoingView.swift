public import Foundation
import Postgres
public import Records

/// An outgoing document with everything that hangs on it, as one person sees it.
public struct OutgoingView: Sendable {
    public let id: OutgoingDocument.ID
    public let step: OutgoingDocument.Step
    public let closing: OutgoingDocument.ClosingMark?
    /// Grows with every act; a form sends back the one it was made from.
    public let version: Int
    public let details: OutgoingDetails
    public let unit: String
    public let draftedBy: String
    public let draftedAt: Date
    /// The last of its versions.
    public let revision: Int
    /// The number and symbol, once it has them.
    public let reference: Reference?
    public let register: String
    public let year: Int?
    public let issuedOn: Day?
    public let issuedAt: Date?
    /// The incoming document that it answers.
    public let answers: (id: IncomingDocument.ID, label: String)?
    /// The envelope that it went out in, and the one to those who had what it takes the place of.
    public let dispatch: Dispatch.ID?
    public let replacing: Dispatch.ID?
    /// The incoming document as which it went to one's own units.
    public let work: IncomingDocument.ID?
    /// Why it is no longer in force, who said so, and when.
    public let ended: OutgoingEnding?
    /// The issued document that it changes.
    public internal(set) var concerns: OutgoingLink?
    /// What changes it, drafts included; the oldest first.
    public internal(set) var followers: [OutgoingLink] = []
    public internal(set) var versions: [VersionView] = []
    public internal(set) var attachments: [OutgoingFile] = []
    public internal(set) var remarks: [RemarkView] = []
    public internal(set) var signatories: [SignatoryView] = []
    public internal(set) var opinions: [OpinionView] = []
    public internal(set) var recipients: [OutgoingRecipientView] = []
    /// Who used the archive copy, the newest first.
    public internal(set) var uses: [ArchiveUseView] = []
    /// The copies that were made of it, the newest first.
    public internal(set) var copies: [CopyView] = []
    public internal(set) var dossiers: [DossierSummary] = []
    /// What the caller may do now, and for the rest why not.
    public internal(set) var actions: [ActionOffer] = []
}

extension OutgoingView {
    /// Of a recalled document, to how many recipients paper was sent, and from how many it came back.
    ///
    /// Nothing where it was not recalled, or none was sent.
    public var paper: (sent: Int, returned: Int)? {
        let sent = recipients.filter { $0.postedOn != nil }
        guard closing == .withdrawn, !sent.isEmpty else { return nil }
        return (sent.count, sent.count { $0.returnedOn != nil })
    }
}

/// How a document ceased to be in force.
public struct OutgoingEnding: Sendable {
    public let mark: OutgoingDocument.ClosingMark
    public let reason: String
    public let by: String
    public let at: Date
}

/// Another document of the office that changes one, or is changed by it.
public struct OutgoingLink: Sendable {
    public let id: OutgoingDocument.ID
    public let effect: OutgoingEffect
    /// Its number and symbol, once it has them.
    public let reference: Reference?
    public let step: OutgoingDocument.Step
    public let closing: OutgoingDocument.ClosingMark?
    /// Whether the effect has come.
    public let isIssued: Bool
}

/// A version of a document's text.
public struct VersionView: Sendable {
    public let ordinal: Int
    /// At which step it was made: `draft`, `prepared`, `signed` or `sealed`.
    public let kind: String
    public let name: String
    public let mediaType: String
    public let size: Int
    public let hasPDF: Bool
    public let note: String
    public let madeBy: String
    public let madeAt: Date
    /// SHA-256 of the file.
    public let digest: [UInt8]

    /// The digest in hexadecimal digits, as `sha256sum` writes it.
    public var sha256: String { digest.hexadecimal }
}

/// A file that goes with a document, in a file of its own.
public struct OutgoingFile: Sendable {
    /// As it was attached.
    public let file: AttachmentView
    /// The same with the agency's signature, as an attachment; it is what goes out.
    public let sealed: Int?
}

/// What was decided or said on the way.
public struct RemarkView: Sendable {
    public let kind: RemarkKind
    public let revision: Int
    public let text: String
    public let author: String
    public let at: Date
}

/// Somebody who initials or signs.
public struct SignatoryView: Sendable {
    public let officer: Officer.ID
    public let name: String
    public let position: String
    public let kind: Signatory.Kind
    public let competence: Signatory.Competence
    public let signedAt: Date?
    /// Who recorded a signature on paper.
    public let recordedBy: String?
    public let certificate: String
    /// Their turn has come.
    public internal(set) var isNext = false
}

/// Somebody's opinion, or that it was asked for.
public struct OpinionView: Sendable {
    public let officer: Officer.ID
    public let name: String
    public let askedBy: String
    public let question: String
    public let deadline: Day?
    public let revision: Int
    public let answer: OpinionAnswer?
    public let text: String
    public let answeredAt: Date?
}

/// Somebody it goes to, or went to.
public struct OutgoingRecipientView: Sendable {
    /// Its place in the list; 0 until it is issued.
    public let ordinal: Int
    public let address: OutgoingAddress
    public let name: String
    public let postedOn: Day?
    public let covers: Int?
    /// When the paper came back after the recall, and who recorded it.
    public internal(set) var returnedOn: Day?
    public internal(set) var returnedTo: String?
    /// Where its envelope is, and the furthest that it said of it.
    public internal(set) var sending: OutgoingEnvelope.State?
    public internal(set) var status: DeliveryStatus?
    /// How far one's own unit is with the work that it was given.
    public internal(set) var work: Assignment.State?
    /// What it was asked last about the document (lấy lại, thay thế), and its answer.
    public internal(set) var asked: DispatchKind?
    public internal(set) var answer: DeliveryStatus?
}
