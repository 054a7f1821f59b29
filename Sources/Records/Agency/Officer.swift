/// A person in office, with the roles held at the moment of acting (cán bộ, công chức).
public struct Officer: Sendable, Hashable, Identifiable {
    public typealias ID = Int

    public let id: ID
    public let agency: Agency.ID
    public let unit: Unit.ID?
    /// The name to sign in with.
    public let login: String
    public let name: String
    /// The office held (chức vụ): `Trưởng ban`.
    public let position: String
    public let roles: Set<Role>

    public init(
        id: ID, agency: Agency.ID, unit: Unit.ID?, login: String, name: String, position: String, roles: Set<Role>
    ) {
        self.id = id
        self.agency = agency
        self.unit = unit
        self.login = login
        self.name = name
        self.position = position
        self.roles = roles
    }
}
