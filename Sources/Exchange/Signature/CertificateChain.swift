import CXMLSec
import Foundation

/// The certificates of a signature, one of which is the signer's.
final class CertificateChain {
    let chain: OpaquePointer

    /// `nil` if anything of it is no certificate.
    init?(_ certificates: [[UInt8]]) {
        guard let chain = dsig_chain_create() else { return nil }
        self.chain = chain
        for certificate in certificates {
            guard certificate.withUnsafeBufferPointer({ add($0) }) else { return nil }
        }
    }

    deinit { dsig_chain_free(chain) }

    private func add(_ der: UnsafeBufferPointer<UInt8>) -> Bool {
        der.baseAddress.map { dsig_chain_add(chain, $0, der.count) } ?? false
    }

    /// What the signer's key is; `nil` if it is none that OpenSSL knows.
    var facts: dsig_facts? {
        var facts = dsig_facts()
        return dsig_chain_facts(chain, &facts) ? facts : nil
    }

    func signer(_ facts: dsig_facts) -> Signer {
        Signer(
            commonName: text(DSIG_COMMON_NAME), organization: text(DSIG_ORGANIZATION),
            subject: text(DSIG_SUBJECT) ?? "", issuer: text(DSIG_ISSUER) ?? "", serial: text(DSIG_SERIAL) ?? "",
            validFrom: Date(timeIntervalSince1970: Double(facts.from)),
            validUntil: Date(timeIntervalSince1970: Double(facts.until)))
    }

    func trust(_ roots: TrustedRoots, at time: Date) -> dsig_trust {
        dsig_chain_trust(chain, roots.roots, Int64(time.timeIntervalSince1970))
    }

    /// A text of the signer's certificate, shortened: its owner wrote it.
    private func text(_ field: dsig_field) -> String? {
        guard let text = dsig_chain_text(chain, field) else { return nil }
        defer { dsig_text_free(text) }
        return String(String(cString: text).prefix(500))
    }
}
