public import Foundation
public import Records

/// The program that prepares, numbers and signs PDF papers and judges their signatures (deploy/pdf).
///
/// It runs as a process with limits for each call, and never holds a transaction open: call it before the act's transaction,
/// or after. A file that it writes is not durable yet; hand it to the file store.
public struct PaperTools: Sendable {
    public let configuration: PaperConfiguration

    /// Each process takes a processor and some 100 MB; who comes to a long line is told to come again.
    let gate: Turnstile

    public init(_ configuration: PaperConfiguration) { self.init(configuration, gate: Self.newGate()) }

    init(_ configuration: PaperConfiguration, gate: Turnstile) {
        self.configuration = configuration
        self.gate = gate
    }

    static func newGate() -> Turnstile { Turnstile(atOnce: 2, waiting: 50) }

    /// What is in a PDF.
    ///
    /// - Throws: ``PaperFault``
    public func inspect(_ file: String) async throws -> PaperFacts {
        try await answer(["inspect", file])
    }

    /// Adds to a draft the fields that are filled and signed later, and says where they are; under
    /// ``PaperLayout/linkPlace`` the QR code, where one was wanted and has room.
    ///
    /// What it writes is a new file without the revisions that the draft may have had: nobody signs what cannot be seen.
    ///
    /// - Throws: ``PaperFault``
    public func prepare(_ file: String, to out: String, _ layout: PaperLayout) async throws -> [String: PaperPlace] {
        struct Answer: Decodable {
            let fields: [String: PaperPlace]
            let link: PaperPlace?
        }
        let fields = String(decoding: try JSONEncoder().encode(layout), as: UTF8.self)
        let answer: Answer = try await answer(
            ["prepare", file, out, "--fields", fields, "--font", configuration.font], writing: out)
        var places = answer.fields
        places[PaperLayout.linkPlace] = answer.link
        return places
    }

    /// Fills number and date into a paper that was signed, so that its signatures stay valid; what was filled in, by field.
    ///
    /// The `number` is as it is printed, such as `07`. The `reference`, number and symbol such as `07/QĐ-UBND`, is for
    /// a draft that has no place for the number alone; the `place`, which is named in the date line, is for one that
    /// has none there.
    ///
    /// - Throws: ``PaperFault``
    @discardableResult
    public func number(
        _ file: String, to out: String, number: String, reference: String, on day: Day, place: String = ""
    ) async throws -> [String: String] {
        struct Answer: Decodable { let filled: [String: String] }
        let answer: Answer = try await answer(
            [
                "number", file, out, "--number=\(number)", "--reference=\(reference)", "--date", "\(day)",
                "--place=\(place)", "--font", configuration.font,
            ], writing: out)
        return answer.filled
    }

    /// Judges every signature of a file.
    ///
    /// `base` is the file as it was handed out, to tell what was done to it. Certificates must be valid at `moment`;
    /// now, where it is left out.
    ///
    /// - Throws: ``PaperFault`` where the file cannot be read; what is wrong with its signatures is in the verdict.
    public func verify(_ file: String, base: String? = nil, at moment: Date? = nil) async throws -> PaperVerdict {
        var arguments = ["verify", file]
        if let roots = configuration.roots { arguments += ["--roots", roots] }
        if let base { arguments += ["--base", base] }
        if let moment { arguments += ["--at", moment.ISO8601Format()] }
        return try await answer(arguments)
    }

    /// Why the service cannot sign as it is set up; nothing where it can, or where it is not set up to.
    func faults() async -> [String] {
        guard configuration.tools != nil else {
            return configuration.seal == nil ? [] : ["pdf.tools is not set, and the agency's seal needs it."]
        }
        struct Answer: Decodable { let pyhanko: String }
        var faults: [String] = []
        do { _ = try await answer(["version"]) as Answer } catch {
            faults.append("What signs PDF papers (pdf.tools) does not answer: run deploy/install-pdf.")
        }
        for file in filesNeeded where !FileManager.default.isReadableFile(atPath: file) {
            faults.append("\(file) cannot be read, and the settings of PDF papers name it.")
        }
        return faults
    }

    private var filesNeeded: [String] {
        var files = [
            configuration.font, configuration.roots, configuration.seal?.image, configuration.seal?.certificate,
        ]
        switch configuration.seal?.key {
        case .pkcs12(let file, let passphraseFile): files += [file, passphraseFile]
        case .pkcs11(let module, _, _, let pinFile, _): files += [module, pinFile]
        case nil: break
        }
        return files.compactMap(\.self)
    }
}
