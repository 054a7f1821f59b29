import ArgumentParser
import Workflow

struct CheckConfig: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the settings in force; secrets are left out.")

    @OptionGroup var settings: SettingsOptions

    func run() async throws {
        let settings = try await settings.read()
        print(
            """
            database.url             (secret)
            database.connections     \(settings.databaseConnections)
            files.folder             \(settings.filesFolder)
            http.host                \(settings.host)
            http.port                \(settings.port)
            http.names               \(settings.names.sorted().joined(separator: ", "))
            http.trusted-proxies     \(settings.trustedProxies.sorted().joined(separator: ", "))
            http.secure              \(settings.secure)
            http.metrics-for-anyone  \(settings.metricsForAnyone)
            limits.upload-megabytes  \(settings.uploadMegabytes)
            sessions.idle-minutes    \(settings.idleMinutes)
            sessions.hours           \(settings.sessionHours)
            sessions.api-days        \(settings.apiDays)
            trail.folder             \(settings.trailFolder)
            trail.origin             \(settings.trailOrigin)
            trail.collector          \(settings.trail.collector.map { "\($0.host):\($0.port)" } ?? "")
            pdf.tools                \(settings.papers.tools ?? "")
            signatures.roots         \(settings.papers.roots ?? "")
            signatures.stamps        \(settings.papers.stampAddress ?? "")
            seal                     \(settings.papers.seal?.key.kind ?? "")
            log.level                \(settings.logLevel)
            log.format               \(settings.logFormat)
            """)
    }
}
