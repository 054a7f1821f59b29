import ArgumentParser
import Logging
import Postgres
import ServiceLifecycle
import UnixSignals
import Web
import Workflow

struct ServeHub: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the hub: sendEdoc, getReceivedEdocList, getEdoc, updateStatus, directory.",
        discussion: """
            A proxy in front of it brings TLS; without one it listens on this machine only. Refuses to start on a
            database that could lose what was acknowledged, with another schema, or as a role that is more than the hub needs. SIGTERM and Ctrl-C finish what was asked.
            """)

    @OptionGroup var options: HubOptions
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 takes any that is free.") var port = 8070
    @Option(help: "Connections to the database.") var connections = 8
    @Option(help: "The largest envelope, in megabytes.") var megabytes = 512
    @Option(help: "How many calls a minute each system may make.") var callsPerMinute = 600
    @Option(help: "Days after which the file of an envelope is removed that every recipient has; 0 keeps it for ever.")
    var keepDays = 90
    @Option(help: "How many envelopes of one sender may wait for their recipients.") var waitingEnvelopes = 20_000
    @Option(help: "How many gigabytes of one sender may wait for their recipients.") var waitingGigabytes = 50

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("A port is a number from 0 to 65535.") }
        guard (1...4096).contains(megabytes), (1...200).contains(connections), callsPerMinute > 0 else {
            throw ValidationError("Megabytes are 1 to 4096, connections 1 to 200, and calls at least one a minute.")
        }
        guard (0...36_500).contains(keepDays), waitingEnvelopes > 0, (1...1_000_000).contains(waitingGigabytes) else {
            throw ValidationError("Days are 0 to 36500, and at least one envelope and one gigabyte may wait.")
        }
    }

    func run() async throws {
        OpenFiles.allowMost()
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let logger = Logger(label: "congvan")
        var configuration = Hub.Configuration(
            conninfo: options.database, connections: connections, folder: options.folder)
        configuration.largest = megabytes << 20
        configuration.keepDays = keepDays
        configuration.mostWaiting = waitingEnvelopes
        configuration.mostWaitingBytes = waitingGigabytes << 30
        let hub: Hub
        do { hub = try Hub(configuration) } catch { throw Spoken(error) }
        do {
            try await hub.checkBeforeServing()
        } catch {
            await hub.shutdown()
            throw Spoken(error)
        }
        let server = HubServer(hub, host: host, port: port, callsPerMinute: callsPerMinute, logger: logger) { port in
            logger.info("the hub answers on http://\(host):\(port)")
        }
        var group = ServiceGroupConfiguration(
            services: [HubHouse(hub: hub, logger: logger), server], gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(25)
        do { try await ServiceGroup(configuration: group).run() } catch {
            await hub.shutdown()
            throw error
        }
        await hub.shutdown()
    }
}

/// The hub beside its server: each day, and when it starts, removes what uploads left, and files that nobody needs.
private struct HubHouse: Service {
    let hub: Hub
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            repeat {
                do {
                    try hub.sweepUploads()
                    let removed = try await hub.removeDelivered()
                    if removed > 0 { logger.info("removed the files of \(removed) envelopes that every recipient has") }
                } catch {
                    logger.error("the hub's files could not be swept", metadata: ["error": "\(error)"])
                }
            } while (try? await Task.sleep(for: .seconds(86_400))) != nil
        }
    }
}

struct MigrateHub: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the hub's database up to date.",
        discussion: """
            Connect as the database's owner. The role congvan_hub, as which the hub runs, is made if it is missing; give it a
            password or a line in pg_hba.conf. Running twice changes nothing.
            """)

    @Option(help: ArgumentHelp("The hub's database, as its owner: postgresql://OWNER@HOST/NAME.", valueName: "address"))
    var database: String

    func run() async throws {
        let migrator = Migrator(migrations: try HubSchema.migrations(), conninfo: database)
        let applied = try await migrator.apply { print("Applied \($0.version) \($0.name).") }
        if applied.isEmpty { print("The schema is up to date.") }
    }
}
