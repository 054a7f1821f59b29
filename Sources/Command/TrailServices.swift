import Logging
import Records
import ServiceLifecycle
import Workflow

/// The sealing of the trail beside the office.
struct SealingOfTheTrail: Service {
    let sealer: Sealer
    /// What checks its checkpoints.
    let key: String
    let logger: Logger

    func run() async throws {
        logger.info("the trail is sealed; its key is \(key)")
        await cancelWhenGracefulShutdown {
            await sealer.run { logger.critical("the trail is not sealed: \($0)") }
        }
        // What the office did last, its stop among it.
        _ = try? await sealer.seal()
        await sealer.shutdown()
    }
}

/// The shipping of the trail to its collector, where there is one; it stops last, with the office's stop on its way.
struct ShippingOfTheTrail: Service {
    let shipper: TrailShipper?
    let logger: Logger

    func run() async throws {
        guard let shipper else { return try await gracefulShutdown() }
        await withGracefulShutdownHandler {
            await shipper.run { logger.error("the trail is not shipped: \($0)") }
        } onGracefulShutdown: {
            shipper.stop()
        }
    }
}

/// The watch over disks, clocks, seal and collector.
struct WatchOfTheOffice: Service {
    let watch: AlarmWatch
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await watch.run { change in
                let alarm = change.alarm
                guard change.isRaised else { return logger.notice("alarm cleared: \(alarm.rawValue)") }
                logger.log(
                    level: alarm.isCritical ? .critical : .error,
                    "alarm raised: \(alarm.rawValue): \(alarm.sentence.english)")
            }
        }
    }
}
