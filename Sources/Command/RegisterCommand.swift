import ArgumentParser
import Foundation
import Records
import Workflow

struct RegisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "The books of the office, and their numbers.",
        subcommands: [Keep.self, Proof.self, Print.self, Close.self])

    struct Keep: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a register that counts some types by themselves, or give it other types.",
            discussion: "What no register names is counted by the agency's first register.")

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The administrator's login.") var login: String
        @Option(help: "A type that it counts, such as \"Quyết định\". May be repeated.") var type: [String] = []
        @Argument(help: "The register's name.") var name: String

        func run() async throws {
            try await settings.withOffice { office in
                _ = try await office.keepRegister(
                    named: name, counting: type, by: try await office.caller(as: login))
                print("Register \(name): \(type.isEmpty ? "no types yet" : type.joined(separator: ", ")).")
            }
        }
    }

    struct Proof: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show that no number of a year is missing (báo cáo đối soát số).")

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The registrar's login.") var login: String
        @Argument(help: "The year.") var year: Int

        func run() async throws {
            let missing = try await settings.withOffice { office in
                let caller = try await office.caller(as: login)
                var missing = 0
                for register in try await office.outgoingRegisters(by: caller) {
                    let proof = try await office.numberProof(of: register.id, year: year, by: caller)
                    print(
                        "\(proof.register) \(year): \(proof.given) given, \(proof.inForce) in force, \(proof.cancelled.count) cancelled, \(proof.reserved.count) reserved, \(proof.returned.count) returned, \(proof.missing.count) missing."
                    )
                    for (number, reason) in proof.cancelled { print("  \(number) cancelled: \(reason)") }
                    for (number, reason) in proof.returned { print("  \(number) returned: \(reason)") }
                    for number in proof.missing { print("  \(number) MISSING") }
                    missing += proof.missing.count
                }
                return missing
            }
            if missing > 0 { throw ExitCode.failure }
        }
    }

    struct Print: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Print a register of a year as PDF, with the columns of the decree, or as the lines of its digest.",
            discussion:
                "Long books take minutes: ten thousand lines some two. “bưu điện” is the posting book, “bản lưu” the book of archive copies."
        )

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The registrar's login.") var login: String
        @Flag(help: "Of an incoming register: how its documents are dealt with (sổ theo dõi giải quyết).")
        var followUp = false
        @Flag(help: "Write the lines that the digest is made of instead.") var lines = false
        @Argument(help: "The register's name, such as \"Sổ văn bản đi\".") var register: String
        @Argument(help: "The year.") var year: Int
        @Argument(help: "The file to write.") var file: String

        func run() async throws {
            let programs = try await settings.read().outgoing.programs
            let contents = try await settings.withOffice { office in
                let caller = try await office.caller(as: login)
                return try await office.book(try await address(in: office, caller), year: year, by: caller)
            }
            let proof = BookProof(of: contents, printedAt: Date())
            if lines {
                try Data(contents.canonicalLines.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: file))
            } else {
                guard let programs else {
                    throw Spoken(ValidationError("outgoing.programs names no folder of programs: deploy/pdf is one."))
                }
                do {
                    let pages = try await BookPrinter(programs: programs).print(contents, proof: proof, to: file)
                    print("\(pages) pages.")
                } catch let error as PaperToolFault {
                    throw Spoken(ValidationError(error.sentence.english))
                }
            }
            print("\(contents.rows.count) lines, SHA-256 \(proof.digest).")
        }

        private func address(in office: Workflow, _ caller: Caller) async throws -> BookAddress {
            switch register {
            case "bưu điện": return .posting
            case "bản lưu": return .archive
            default:
                let id = try await office.register(named: register, by: caller)
                return followUp ? .followUp(id) : .register(id)
            }
        }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close a register for a year that is over; its digest is kept for ever.")

        @OptionGroup var settings: SettingsOptions
        @Option(name: .customLong("as"), help: "The registrar's login.") var login: String
        @Argument(help: "The register's name.") var register: String
        @Argument(help: "The year.") var year: Int

        func run() async throws {
            try await settings.withOffice { office in
                let caller = try await office.caller(as: login)
                let id = try await office.register(named: register, by: caller)
                print("Closed, SHA-256 \(try await office.closeRegister(id, year: year, by: caller)).")
            }
        }
    }
}
