public import Workflow

/// What handlers work with: the office's verbs, its pages, and how it is set up.
public struct Office: Sendable {
    public let workflow: Workflow
    public let pages: Pages
    public let configuration: WebConfiguration
    /// Where other offices bring their envelopes; nothing where none is known.
    let parcels: ParcelDesk?
    let metrics: MetricsRegistry

    public init(
        workflow: Workflow, pages: Pages, configuration: WebConfiguration, metrics: MetricsRegistry = .init(),
        parcels: ParcelDesk? = nil
    ) {
        self.workflow = workflow
        self.pages = pages
        self.configuration = configuration
        self.metrics = metrics
        self.parcels = parcels
    }
}
