import ArgumentParser
import Logging
import Metrics
import ServiceLifecycle
import UnixSignals
import Web
import Workflow

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the office: pages for people and the JSON API for programs.",
        discussion: """
            Refuses to start on a database that could lose what was acknowledged, with another schema, or as a role that is
            more than the service needs. SIGTERM and Ctrl-C finish what was asked and stop within 25 seconds.
            """)

    @OptionGroup var settings: SettingsOptions
    @Option(help: "The address to listen on.") var host: String?
    @Option(help: "The port to listen on.") var port: Int?

    func run() async throws {
        OpenFiles.allowMost()
        let settings = try await settings.read(["http.host": host, "http.port": port.map(String.init)])
        let partners = try settings.partners()
        let metrics = MetricsRegistry()
        MetricsSystem.bootstrap(metrics)
        LoggingSystem.bootstrap { label in
            var handler: any LogHandler =
                settings.logFormat == "json" ? JSONLog(label: label) : StreamLogHandler.standardError(label: label)
            handler.logLevel = Logger.Level(rawValue: settings.logLevel) ?? .info
            return handler
        }
        let logger = Logger(label: "congvan")
        let workflow: Workflow
        do { workflow = try Workflow(settings.office()) } catch { throw Spoken(error) }
        do {
            try await workflow.checkBeforeServing()
            try await workflow.begin(settings: settings.values)
        } catch {
            await workflow.shutdown()
            throw Spoken(error)
        }
        let parcels: ParcelDesk?
        do {
            parcels = partners.isEmpty ? nil : try workflow.makeParcelDesk(partners, names: settings.names)
        } catch {
            await workflow.shutdown()
            throw Spoken(error)
        }
        let office = Office(
            workflow: workflow, pages: try Pages(), configuration: settings.web, metrics: metrics, parcels: parcels)
        let server = try WebServer(office, logger: logger) { port in
            logger.info("CongVan answers on http://\(settings.host):\(port)")
        }
        let sealing = SealingOfTheTrail(
            sealer: try workflow.makeSealer(), key: try await workflow.verifierKey(), logger: logger)
        let exchange: ExchangeWithOthers?
        do { exchange = try ExchangeWithOthers(workflow, settings.outside, logger: logger) } catch {
            await workflow.shutdown()
            throw Spoken(error)
        }
        // Stopped in reverse: first the server finishes what was asked, then the office closes, and its stop is sealed and
        // shipped.
        var services: [any Service] = [
            ShippingOfTheTrail(shipper: workflow.makeShipper(), logger: logger), sealing,
            OfficeLife(workflow: workflow, parcels: parcels, logger: logger),
            WatchOfTheOffice(watch: workflow.makeAlarmWatch(), logger: logger),
            PrintingOfBooks(workflow: workflow, logger: logger), DailyMail(workflow: workflow, logger: logger),
            try EvidenceElsewhere(workflow, logger: logger),
        ]
        if let exchange { services.append(exchange) }
        services.append(server)
        var group = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(25)
        try await ServiceGroup(configuration: group).run()
    }
}

/// The office beside its web server: makes the trail's partitions ahead, sweeps the file store, and closes the office
/// after the last request.
private struct OfficeLife: Service {
    let workflow: Workflow
    let parcels: ParcelDesk?
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            for minute in 1... {
                try await Task.sleep(for: .seconds(60))
                do {
                    try await workflow.expireSessions()
                    try await workflow.tallyRefusals()
                } catch {
                    logger.error(
                        "ended sessions or repeated refusals are not on record", metadata: ["error": "\(error)"])
                }
                // Partitions are made two months ahead; a day between two tries loses nothing.
                guard minute.isMultiple(of: 24 * 60) else { continue }
                do { try await workflow.keepHouse() } catch {
                    logger.error(
                        "the trail's partitions could not be made, or old sign-ins not forgotten",
                        metadata: ["error": "\(error)"])
                }
                do {
                    try await workflow.sweepFiles()
                    try await parcels?.sweep()
                } catch {
                    logger.error("the file store could not be swept", metadata: ["error": "\(error)"])
                }
            }
        }
        do { try await workflow.end() } catch {
            logger.error("the stop is not on record", metadata: ["error": "\(error)"])
        }
        await workflow.shutdown()
    }
}

extension Settings {
    /// The part of the settings that the web server needs.
    var web: WebConfiguration {
        var web = WebConfiguration()
        web.host = host
        web.port = port
        web.names = Set(names.map { $0.lowercased() })
        web.trustedProxies = trustedProxies
        web.secure = secure
        web.metricsForAnyone = metricsForAnyone
        web.limits.upload = (uploadMegabytes << 20) + web.limits.form
        return web
    }
}
