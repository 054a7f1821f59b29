/// Why a paper is not prepared, numbered, signed or accepted.
public struct PaperFault: Error, Sendable, Hashable {
    /// A name for programs; ``PaperFault/sentence`` says what to do.
    public enum Reason: String, Sendable, CaseIterable {
        // the file
        case noPDF, damaged, encrypted, tooMuch, active, badImage, noRoom, noSignatureRoom
        // the order
        case noSigner, noField, filledAlready, signedAlready, numberedAlready, notSignedByPerson, notNumbered,
            brokenBefore, locked
        case notRegistrar
        // the key
        case noKey, badKey, badSecret, secretLocked, noToken, keyExpired, noStamp
        // what was signed outside
        case changed, nothingSigned, severalSigned, notCovered, tampered, forged, malformed, altered
        // certificates
        case unknownIssuer, expired, notYetValid, revoked, wrongUsage, weak, invalidChain, listOutdated, noRoots,
            badRoots
        // the service
        case notSet, internalFault
    }

    public let reason: Reason
    /// What it is about: a field, a signer, or words of the program for the log.
    public let detail: String

    public init(_ reason: Reason, _ detail: String = "") {
        self.reason = reason
        self.detail = detail
    }

    /// Whether it is the office's own affair, for the administrator and the log, and not the file's or the person's.
    public var isOurs: Bool {
        switch reason {
        case .noKey, .badKey, .badSecret, .secretLocked, .noToken, .keyExpired, .noStamp, .listOutdated, .noRoots,
            .badRoots, .notSet,
            .internalFault:
            true
        default: false
        }
    }
}
