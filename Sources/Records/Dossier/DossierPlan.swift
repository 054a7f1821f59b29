/// What is written down when a dossier is opened (mở hồ sơ), by Decree 30/2020/NĐ-CP, Article 29.
public struct DossierPlan: Sendable, Hashable {
    /// The dossier's number and symbol (số và ký hiệu hồ sơ): `01.TCKT`.
    public var code = ""
    public var title = ""
    public var retention: RetentionPeriod?

    public init() {}

    public var faults: [FieldFault] {
        var faults = FieldFaults()
        faults.text("code", code, most: 40, required: true)
        faults.text("title", title, most: 500, required: true)
        if retention == nil { faults.add("retention", .unknownChoice) }
        return faults.all
    }
}
