/// The algorithms that signatures name, and what is thought of each.
///
/// What is in none of these lists is refused: HMAC (its key would be public), DSA, MD5, and whatever nobody knows.
enum SignatureAlgorithms {
    enum Method: Equatable {
        case rsa, ecdsa
    }

    /// XML-DSig 1.0 and RFC 4051.
    static let methods: [String: (method: Method, isWeak: Bool)] = [
        "http://www.w3.org/2000/09/xmldsig#rsa-sha1": (.rsa, true),
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256": (.rsa, false),
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384": (.rsa, false),
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512": (.rsa, false),
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1": (.ecdsa, true),
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256": (.ecdsa, false),
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384": (.ecdsa, false),
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512": (.ecdsa, false),
    ]

    /// Sound, but xmlsec 1.2 does not have them: RSA-PSS and Ed25519 (RFC 6931, RFC 9231).
    static let unknownMethods: Set<String> = [
        "http://www.w3.org/2007/05/xmldsig-more#rsa-pss",
        "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
        "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1",
        "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1",
        "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519",
        "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed448",
    ]

    /// With the bytes of the digest.
    static let digests: [String: (bytes: Int, isWeak: Bool)] = [
        "http://www.w3.org/2000/09/xmldsig#sha1": (20, true),
        "http://www.w3.org/2001/04/xmlenc#sha256": (32, false),
        "http://www.w3.org/2001/04/xmldsig-more#sha384": (48, false),
        "http://www.w3.org/2001/04/xmlenc#sha512": (64, false),
    ]

    static let enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
    static let exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"

    static let canonicalizations: Set<String> = [
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
        "http://www.w3.org/2006/12/xml-c14n11",
        "http://www.w3.org/2006/12/xml-c14n11#WithComments",
        exclusive,
        exclusive + "WithComments",
    ]

    /// What circulating examples call a canonicalization, after pages about it and not by its name.
    ///
    /// Nobody can say what was signed then, and nobody can have meant harm by it.
    static let misnamed: Set<String> = [
        "http://www.w3.org/TR/xml-exc-c14n#",
        "http://www.w3.org/TR/xml-exc-c14n/",
        "http://www.w3.org/TR/2002/REC-xml-exc-c14n-20020718/",
        "http://www.w3.org/TR/xml-c14n",
        "http://www.w3.org/TR/xml-c14n#",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#",
    ]
}
