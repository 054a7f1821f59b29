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
            A proxy in front of it brings TLS; without one it listens on this machine only. Refuses to start on another
            schema than its own. SIGTERM and Ctrl-C finish what was asked.
            """)

    @OptionGroup var options: HubOptions
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 takes any that is free.") var port = 8070
    @Option(help: "Connections to the database.") var connections = 8
    @Option(help: "The largest envelope, in megabytes.") var megabytes = 512
    @Option(help: "How many calls a minute each system may make.") var callsPerMinute = 600

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("A port is a number from 0 to 65535.") }
        guard (1...4096).contains(megabytes), (1...200).contains(connections), callsPerMinute > 0 else {
            throw ValidationError("Megabytes are 1 to 4096, connections 1 to 200, and calls at least one a minute.")
        }
    }

    func run() async throws {
        OpenFiles.allowMost()
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let logger = Logger(label: "congvan")
        var configuration = Hub.Configuration(
            conninfo: options.database, connections: connections, folder: options.folder)
        configuration.largest = megabytes << 20
        let hub: Hub
        do { hub = try Hub(configuration) } catch { throw Spoken(error) }
        do {
            try await hub.checkBeforeServing()
            try hub.sweepUploads()
        } catch {
            await hub.shutdown()
            throw Spoken(error)
        }
        let server = HubServer(hub, host: host, port: port, callsPerMinute: callsPerMinute, logger: logger) { port in
            logger.info("the hub answers on http://\(host):\(port)")
        }
        var group = ServiceGroupConfiguration(
            services: [.init(service: server)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(25)
        do { try await ServiceGroup(configuration: group).run() } catch {
            await hub.shutdown()
            throw error
        }
        await hub.shutdown()
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
