import ArgumentParser
import Workflow

struct HubCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hub",
        abstract: "A province's own axis: takes envelopes from agencies and keeps them for their recipients.",
        discussion: """
            Speaks the interface of the national axis, on a PostgreSQL database of its own. A first start:
              congvan hub migrate --database postgresql://OWNER@HOST/hub
              congvan hub agency add --database postgresql://congvan_hub@HOST/hub --folder /var/lib/congvan-hub \\
                --system so-mau H99.01 "Sở Mẫu"
              congvan hub serve --database postgresql://congvan_hub@HOST/hub --folder /var/lib/congvan-hub
            """,
        subcommands: [ServeHub.self, MigrateHub.self, HubAgencyCommand.self])
}

/// What every subcommand of the hub needs to open it.
struct HubOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The hub's database: postgresql://congvan_hub@HOST/NAME.", valueName: "address"))
    var database: String

    @Option(help: ArgumentHelp("The hub's folder, with its key and the envelopes.", valueName: "folder"))
    var folder: String

    func open(connections: Int = 2) throws -> Hub {
        do { return try Hub(.init(conninfo: database, connections: connections, folder: folder)) } catch {
            throw Spoken(error)
        }
    }

    /// Runs something with the hub and closes it afterwards.
    func withHub(_ body: (Hub) async throws -> Void) async throws {
        let hub = try open()
        do {
            try await hub.checkSchema()
            try await body(hub)
            await hub.shutdown()
        } catch {
            await hub.shutdown()
            throw Spoken(error)
        }
    }
}
