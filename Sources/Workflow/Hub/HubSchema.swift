import Foundation
public import Postgres

/// The migrations of a hub's own database.
public enum HubSchema {
    /// Every migration, in order.
    public static func migrations() throws -> [Migration] {
        try Migration.all(inFolder: Bundle.module.bundlePath + "/hub-migrations")
    }
}
