import CXMLSec

/// Whom the administrator trusts to say who is who (chứng thư gốc): certificates in PEM, one after the other.
///
/// They are mostly those of the national root and of the authorities below it; one agency's own certificate will do too.
/// Lists of revoked certificates (CRL) may stand among them and are then applied; an issuer without a list is not asked
/// for one.
// OpenSSL's X509_STORE counts its references and locks itself, and after `init` nothing is put into it.
public final class TrustedRoots: @unchecked Sendable {
    let roots: OpaquePointer

    /// - Throws: ``ExchangeError`` (`trustedRoots`) if there is no certificate, a private key, or something unreadable.
    public init(pem: [UInt8]) throws(ExchangeError) {
        let read = pem.withUnsafeBufferPointer { pem in pem.baseAddress.flatMap { dsig_roots_read($0, pem.count) } }
        guard let read else { throw ExchangeError(.trustedRoots) }
        roots = read
    }

    deinit { dsig_roots_free(roots) }
}
