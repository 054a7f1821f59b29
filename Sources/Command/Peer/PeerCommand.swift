import ArgumentParser
import Exchange
import Foundation
import Records

struct PeerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peer", abstract: "The ways to other agencies: keys, and whether they work.",
        subcommands: [Key.self, Check.self])

    struct Key: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Make the key by which this office signs what it brings to other offices, and print its public half.",
            discussion: """
                FILE is what the peer's signing-key names; keep it from everybody but the service's account. Where it is there
                already, its public half is printed again. Give that, and your agency's code, to the other office, so
                that its administrator knows it is from you: by telephone, or on paper.
                """)

        @Argument(help: ArgumentHelp("Where the secret half is kept.", valueName: "file")) var file: String

        func run() async throws {
            let isThere = FileManager.default.fileExists(atPath: file)
            let key = try isThere ? OfficeKeyFile(reading: file, of: file) : OfficeKeyFile(making: file)
            print("partner-key\t\(key.publicText)")
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask a peer whether it can be reached and accepts us; nothing is sent.",
            discussion: "Without a name, every peer is asked. Ends with status 1 where one says no.")

        @OptionGroup var settings: SettingsOptions
        @Argument(help: ArgumentHelp("The peer's name.", valueName: "peer")) var name: String?

        func run() async throws {
            let peers = try await settings.read().outside.peers.filter { name == nil || $0.name == name }
            guard !peers.isEmpty else {
                throw Spoken(ValidationError("There is no such peer in the file that exchange.peers names."))
            }
            var isWell = true
            for peer in peers {
                do {
                    let transport = try peer.opened()
                    defer { Task { await transport.close() } }
                    if let office = transport as? OfficeClient {
                        try await office.knock(from: peer.agency, to: peer.partner ?? "")
                    } else {
                        _ = try await transport.waiting(atMost: 1)
                    }
                    print("\(peer.name)\tworks")
                } catch {
                    isWell = false
                    print("\(peer.name)\t\((error as? ExchangeError)?.sentence.english ?? "\(error)")")
                }
            }
            guard isWell else { throw ExitCode.failure }
        }
    }
}
