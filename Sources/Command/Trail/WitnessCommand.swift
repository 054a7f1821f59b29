import ArgumentParser
import Logging
import ServiceLifecycle
import UnixSignals
import Web
import Workflow

extension AuditCommand {
    struct Witness: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Cosign the logs of peer agencies, and refuse one that goes back or shows two histories.",
            discussion: """
                Serves POST /add-checkpoint (C2SP tlog-witness) and needs no database. FOLDER holds the witness's key and what
                it cosigned of each log: keep both, and never put an older copy back. Prints the key that the peers name in
                their trail.witnesses. When a peer opens its next log, name the new key as well.
                """)

        @Option(help: ArgumentHelp("The witness's folder, made where it is missing.", valueName: "folder"))
        var folder: String
        @Option(help: "The witness's name, such as witness.example.vn; fixed when its key is made.") var name: String
        @Option(help: ArgumentHelp("The key of a peer's log; again for each.", valueName: "key")) var peer: [String] =
            []
        @Option(help: "The address to listen on.") var host = "127.0.0.1"
        @Option(help: "The port to listen on.") var port = 8090
        @Flag(help: "Print the key and end.") var key = false

        func validate() throws {
            guard key || !peer.isEmpty else { throw ValidationError("Name the logs to cosign, each with --peer.") }
            guard (0...65535).contains(port) else { throw ValidationError("A port is a number from 0 to 65535.") }
        }

        func run() async throws {
            let book: WitnessBook
            do { book = try WitnessBook(folder: folder, name: name, peers: peer) } catch { throw Spoken(error) }
            print("key\t\(book.verifierKey)")
            guard !key else { return }
            LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
            let logger = Logger(label: "congvan")
            let server = WitnessServer(book, host: host, port: port, logger: logger) { port in
                logger.info("the witness answers on http://\(host):\(port)/add-checkpoint")
            }
            try await ServiceGroup(
                configuration: .init(
                    services: [.init(service: server)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            ).run()
        }
    }
}
