public import Foundation
public import Records

/// A document with everything that hangs on it, as one person sees it.
public struct IncomingView: Sendable {
    public let id: IncomingDocument.ID
    public let state: IncomingDocument.State
    /// That it is no longer in force, and why.
    public let closing: ClosedBySender?
    /// Grows with every act; a form sends back the one it was made from.
    public let version: Int
    public let register: String
    public let number: Int
    public let year: Int
    public let details: IncomingDetails
    /// `paper`, `scan` or `envelope`.
    public let source: String
    public let registeredAt: Date
    public let registeredBy: String
    public let attachments: [AttachmentView]
    /// The work, each piece before what was handed on from it.
    public let assignments: [AssignmentView]
    public let notes: [NoteView]
    public let dossiers: [DossierSummary]
    /// Requests of its sender that nobody has answered yet.
    public let pending: [PendingRequest]
    /// What the caller may do now, and for the rest why not.
    public let actions: [ActionOffer]
}

/// A piece of work, as a page shows it.
public struct AssignmentView: Sendable {
    public let id: Assignment.ID
    public let parent: Assignment.ID?
    public let assignee: Assignee
    public let assigneeName: String
    public let role: Assignment.Role
    public let state: Assignment.State
    public let deadline: Day?
    public let instruction: String
    public let result: String
    public let assignedBy: String
    public let assignedAt: Date
    public let finishedBy: String?
    public let finishedAt: Date?
    public let isLate: Bool
    /// How deep it stands in the work, 0 at the top.
    public internal(set) var level = 0
}

/// A report of progress (báo cáo tiến độ).
public struct NoteView: Sendable {
    public let id: Int
    public let author: String
    public let writtenAt: Date
    public let text: String
    public internal(set) var attachments: [AttachmentView] = []
}

/// An act that is offered, or the reason why it is not.
public struct ActionOffer: Sendable {
    public let act: Act
    public let allowed: Bool
    public let reason: Phrase?
}
