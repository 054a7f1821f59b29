import ArgumentParser
import Exchange
import Postgres
import Workflow

/// The options that every subcommand with a database has.
struct SettingsOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Settings file.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The database, as libpq spells it: postgresql://USER@HOST/NAME.", valueName: "address"))
    var database: String?

    @Option(help: ArgumentHelp("Folder of the file store.", valueName: "folder"))
    var files: String?

    func read(_ more: [String: String?] = [:]) async throws -> Settings {
        var options = more.compactMapValues { $0 }
        options["database.url"] = database
        options["files.folder"] = files
        return try await Settings(file: config, options: options)
    }

    /// Runs something with an office and closes it afterwards.
    ///
    /// With `asOwner` the address is that of the database's owner, for what takes as long as it takes.
    func withOffice<Result>(asOwner: Bool = false, _ body: (Workflow) async throws -> Result) async throws -> Result {
        var configuration = try await read().office(connections: 2)
        if asOwner {
            configuration.database.statementTimeout = .seconds(6 * 3600)
            configuration.reports.statementTimeout = .seconds(6 * 3600)
        }
        let workflow: Workflow
        do { workflow = try Workflow(configuration) } catch { throw Spoken(error) }
        do {
            let result = try await body(workflow)
            await workflow.shutdown()
            return result
        } catch {
            await workflow.shutdown()
            throw Spoken(error)
        }
    }
}

extension Settings {
    /// The part of the settings that the office itself needs.
    func office(connections: Int? = nil) -> Workflow.Configuration {
        var office = Workflow.Configuration(
            conninfo: databaseURL, connections: connections ?? databaseConnections, files: filesFolder)
        office.sealFolder = trailFolder
        office.sealOrigin = trailOrigin
        office.trail = trail
        office.mail = mail
        office.exchange = outside.exchange
        office.outgoing = outgoing
        office.signatures.roots = outside.roots
        office.papers = papers
        office.largestFile = uploadMegabytes << 20
        office.sessions.idle = .seconds(idleMinutes * 60)
        office.sessions.absolute = .seconds(sessionHours * 3600)
        office.sessions.api = .seconds(apiDays * 86400)
        return office
    }
}
