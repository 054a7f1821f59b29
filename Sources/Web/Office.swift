public import Workflow

/// What handlers work with: the office's verbs, its pages, and how it is set up.
public struct Office: Sendable {
    public let workflow: Workflow
    public let pages: Pages
    public let configuration: WebConfiguration
    let metrics: MetricsRegistry

    public init(workflow: Workflow, pages: Pages, configuration: WebConfiguration, metrics: MetricsRegistry = .init()) {
        self.workflow = workflow
        self.pages = pages
        self.configuration = configuration
        self.metrics = metrics
    }
}
