/// All documents' stories as one, in the order of days, so that register numbers follow the arrivals.
struct DemoStory {
    struct Moment {
        let daysAgo: Int
        /// Which document.
        let document: Int
        /// Which step of its story; `nil` where it arrives and is registered.
        let step: Int?
    }

    let moments: [Moment]

    init(_ documents: [DemoDocument]) {
        moments = documents.enumerated()
            .flatMap { number, document in
                [Moment(daysAgo: document.arrivedDaysAgo, document: number, step: nil)]
                    + document.story.enumerated().map { Moment(daysAgo: $1.daysAgo, document: number, step: $0) }
            }
            .sorted { ($0.order).lexicographicallyPrecedes($1.order) }
    }
}

extension DemoStory.Moment {
    /// Older days first; within a day the registry's morning before the work, and each story in its own order.
    fileprivate var order: [Int] { [-daysAgo, step == nil ? 0 : 1, document, step ?? 0] }
}
