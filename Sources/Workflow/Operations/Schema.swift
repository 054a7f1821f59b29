import Foundation
public import Postgres

/// The migrations that this program was built with.
public enum Schema {
    /// Every migration, in order.
    public static func migrations() throws -> [Migration] {
        try Migration.all(inFolder: Bundle.module.bundlePath + "/migrations")
    }
}
