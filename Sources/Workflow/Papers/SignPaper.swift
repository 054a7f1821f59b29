public import Foundation
public import Records

/// A signature that the service makes itself.
public struct PaperSigned: Sendable, Hashable, Decodable {
    public let field: String
    /// The time that stands in the signature and in what is seen of it.
    public let time: Date
    public let signer: String
    /// The certificate's SHA-256, in hexadecimal.
    public let fingerprint: String
}

extension PaperTools {
    /// How a signature without picture says what it is for.
    public enum Mark: Sendable, Hashable {
        /// On an attachment in a file of its own: number and symbol of its document (văn bản kèm theo).
        case attachment(of: String)
        /// On a copy: form of the copy and agency, such as `SAO Y; ỦY BAN NHÂN DÂN XÃ BẾN LIM` (sao y, sao lục, trích sao).
        case copy(String)
    }

    /// Signs a document with an officer's key in software, in a field that ``prepare(_:to:_:)`` made.
    ///
    /// People sign outside with a token or remotely; this is for tests, and for offices that issue such keys.
    ///
    /// The `image` is the picture of the handwriting, in blue on nothing (PNG).
    ///
    /// - Throws: ``PaperFault``
    @discardableResult
    public func sign(
        _ file: String, to out: String, field: String, with key: PaperConfiguration.Key, image: String?,
        initial: Bool = false, at time: Date? = nil
    ) async throws -> PaperSigned {
        var arguments = ["--as", initial ? "initial" : "person", "--field", field]
        if let image { arguments += ["--image", image] }
        return try await sign(file, to: out, arguments, key, certificate: nil, at: time)
    }

    /// Signs a document for the agency, after the person has signed and number and date are there (ký số cơ quan).
    ///
    /// The `officer` is a registrar; nobody else uses the agency's key. Where the file has no place for the seal, it
    /// lies on the signature in the field `beside`; on the last one that is seen, where left out.
    ///
    /// - Throws: ``PaperFault``
    @discardableResult
    public func seal(
        _ file: String, to out: String, by officer: Officer, field: String = "coquan", beside: String? = nil
    ) async throws -> PaperSigned {
        let seal = try agencySeal(for: officer)
        var arguments = ["--as", "seal", "--field", field, "--millimetres", "\(seal.millimetres)"]
        if let image = seal.image { arguments += ["--image", image] }
        if let beside { arguments += ["--beside", beside] }
        return try await sign(file, to: out, arguments, seal.key, certificate: seal.certificate, at: nil)
    }

    /// Signs an attachment or a copy for the agency: text without picture, at the upper right of the first page.
    ///
    /// The `officer` is a registrar; nobody else uses the agency's key.
    ///
    /// - Throws: ``PaperFault``
    @discardableResult
    public func seal(_ file: String, to out: String, by officer: Officer, as mark: Mark) async throws -> PaperSigned {
        let seal = try agencySeal(for: officer)
        let arguments =
            switch mark {
            case .attachment(let reference): ["--as", "attachment", "--field", "phuluc", "--text=\(reference)"]
            case .copy(let words): ["--as", "copy", "--field", "saoy", "--text=\(words)"]
            }
        return try await sign(file, to: out, arguments, seal.key, certificate: seal.certificate, at: nil)
    }

    private func agencySeal(for officer: Officer) throws -> PaperConfiguration.Seal {
        guard officer.roles.contains(.registrar) else { throw PaperFault(.notRegistrar) }
        guard let seal = configuration.seal else { throw PaperFault(.noKey) }
        return seal
    }

    private func sign(
        _ file: String, to out: String, _ arguments: [String], _ key: PaperConfiguration.Key, certificate: String?,
        at time: Date?
    ) async throws -> PaperSigned {
        var arguments = ["sign", file, out, "--font", configuration.font] + arguments
        var surroundings: [String: String] = [:]
        switch key {
        case .pkcs12(let file, let passphraseFile):
            arguments += ["--pkcs12", file, "--passphrase-file", passphraseFile]
        case .pkcs11(let module, let token, let name, let pinFile, let needed):
            arguments += ["--module", module, "--token", token, "--key", name, "--pin-file", pinFile]
            surroundings = needed
        }
        if let certificate { arguments += ["--certificate", certificate] }
        if let stamps = configuration.stampAddress { arguments += ["--stamps", stamps] }
        if let time { arguments += ["--time", time.ISO8601Format()] }
        return try await answer(arguments, writing: out, surroundings: surroundings)
    }
}
