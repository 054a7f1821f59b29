import Foundation
public import Postgres
public import Records

extension IncomingDocument.State: SQLValue {}
extension IncomingDocument.ClosingMark: SQLValue {}
extension DeliveryStatus: SQLValue {}
extension Assignment.Role: SQLValue {}
extension Assignment.State: SQLValue {}
extension OutgoingDocument.Step: SQLValue {}
extension OutgoingDocument.ClosingMark: SQLValue {}
extension OutgoingDocument.Medium: SQLValue {}
extension OutgoingEffect: SQLValue {}
extension Signatory.Kind: SQLValue {}
extension Signatory.Competence: SQLValue {}
extension OpinionAnswer: SQLValue {}
extension RemarkKind: SQLValue {}
extension CopyKind: SQLValue {}
extension Role: SQLValue {}
extension Urgency: SQLValue {}
extension RetentionPeriod: SQLValue {}
extension AuditEvent.Action: SQLValue {}
extension AuditEvent.Outcome: SQLValue {}

/// `date`, as PostgreSQL writes it.
extension Day: SQLValue {
    public var sqlText: String? { description }

    public init?(sqlText: String?) {
        guard let sqlText else { return nil }
        self.init(sqlText)
    }
}
