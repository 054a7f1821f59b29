/// Who speaks, in the lines of an export: the program, and the machine that it runs on.
public struct ExportingProduct: Sendable, Hashable {
    /// The program's name for programs: APP-NAME in syslog, the module in ECS.
    public var name: String
    /// The program's name for people, which CEF shows as its maker.
    ///
    /// OCSF has it in small letters, like a name.
    public var vendor: String
    public var version: String
    /// The machine's full name.
    public var host: String
    public var process: Int?
    /// The address that the machine sends from.
    public var ip: String?
    /// The private enterprise number that makes names of structured data our own (RFC 5424 §7.2.2).
    ///
    /// 32473 is reserved for documentation (RFC 5612): who sends to collectors that he does not run himself registers
    /// one with IANA.
    public var enterpriseNumber: Int

    public init(
        name: String = "congvan", vendor: String = "CongVan", version: String, host: String, process: Int? = nil,
        ip: String? = nil, enterpriseNumber: Int = 32473
    ) {
        self.name = name
        self.vendor = vendor
        self.version = version
        self.host = host
        self.process = process
        self.ip = ip
        self.enterpriseNumber = enterpriseNumber
    }

    /// The machine's own name, without its domain; an address stays whole.
    var node: String {
        let labels = host.split(separator: ".")
        guard !host.contains(":"), !labels.allSatisfy({ Int($0) != nil }) else { return host }
        return labels.first.map { String($0) } ?? host
    }
}
