import ArgumentParser
import Foundation
import Records
import Workflow

extension EnvelopeCommand {
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take envelopes or scans in, as an officer; they wait for registration.",
            discussion:
                "A faulty envelope is kept among the faulty ones with its reason, and the command ends with status 65.")

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The officer's login.") var login: String
        @Argument(help: "The files.", completion: .file()) var files: [String]

        func run() async throws {
            let faulty = try await settings.withOffice { office in
                let caller = try await office.caller(as: login)
                var faulty = 0
                for file in files {
                    let intake = try await office.takeIn(try office.receive(file), by: caller)
                    if let fault = intake.fault {
                        faulty += 1; print("\(file)\tfaulty\t\(fault.english)")
                    } else {
                        print(
                            "\(file)\twaiting as \(intake.id)\t\(intake.details.reference)\t\(intake.details.subject)")
                    }
                }
                return faulty
            }
            if faulty > 0 { throw ExitCode(65) }
        }
    }
}

extension Workflow {
    /// Takes a file of this machine into the store; of one that is too large, its beginning.
    func receive(_ path: String) throws -> ReceivedFile {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Spoken(ValidationError("\(path) cannot be read."))
        }
        let upload = try beginFile(named: URL(filePath: path).lastPathComponent)
        do {
            while let bytes = try handle.read(upToCount: 1 << 18), !bytes.isEmpty {
                try bytes.withUnsafeBytes { try upload.write($0) }
            }
        } catch WorkflowError.tooLarge {
            return try upload.finish(cut: true)
        }
        return try upload.finish()
    }
}
