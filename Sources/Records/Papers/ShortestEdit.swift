/// The fewest removals and additions that make one list another, by Eugene Myers' greedy algorithm (1986).
enum ShortestEdit {
    enum Step: Equatable {
        /// An element of both; its place in the new list.
        case keep(Int)
        /// Its place in the old list.
        case remove(Int)
        /// Its place in the new list.
        case add(Int)
    }

    /// The steps, or `nil` where more than so many removals and additions are needed.
    ///
    /// Needs room for the square of that number.
    static func between<Element: Hashable>(_ old: [Element], _ new: [Element], atMost most: Int) -> [Step]? {
        // Numbers are compared faster than texts.
        var numbers: [Element: Int32] = [:]
        func number(_ element: Element) -> Int32 {
            if let known = numbers[element] { return known }
            let next = Int32(numbers.count)
            numbers[element] = next
            return next
        }
        let a = old.map(number), b = new.map(number)
        guard let trace = trace(a, b, most: min(most, a.count + b.count)) else { return nil }
        return steps(back: trace, a.count, b.count)
    }

    /// For each count of changes, how far in the old list each diagonal comes.
    private static func trace(_ a: [Int32], _ b: [Int32], most: Int) -> [[Int32]]? {
        var trace: [[Int32]] = []
        // Where diagonal k stands is in place k + most + 1.
        var reach = [Int32](repeating: 0, count: 2 * most + 3)
        let zero = most + 1
        for changes in 0...most {
            for diagonal in stride(from: -changes, through: changes, by: 2) {
                let isDown =
                    diagonal == -changes
                    || (diagonal != changes && reach[zero + diagonal - 1] < reach[zero + diagonal + 1])
                var x = Int(isDown ? reach[zero + diagonal + 1] : reach[zero + diagonal - 1] + 1)
                while x < a.count, x - diagonal >= 0, x - diagonal < b.count, a[x] == b[x - diagonal] { x += 1 }
                reach[zero + diagonal] = Int32(x)
                if x >= a.count, x - diagonal >= b.count {
                    trace.append(Array(reach[(zero - changes)...(zero + changes)]))
                    return trace
                }
            }
            trace.append(Array(reach[(zero - changes)...(zero + changes)]))
        }
        return nil
    }

    private static func steps(back trace: [[Int32]], _ oldCount: Int, _ newCount: Int) -> [Step] {
        var steps: [Step] = []
        var x = oldCount, y = newCount
        for changes in stride(from: trace.count - 1, to: 0, by: -1) {
            let reach = trace[changes - 1]
            // Of diagonal k after so many changes; beyond them none has come.
            func reached(_ diagonal: Int) -> Int {
                let place = diagonal + changes - 1
                return reach.indices.contains(place) ? Int(reach[place]) : -1
            }
            let diagonal = x - y
            let isDown = diagonal == -changes || (diagonal != changes && reached(diagonal - 1) < reached(diagonal + 1))
            let from = isDown ? diagonal + 1 : diagonal - 1
            let fromX = reached(from), fromY = fromX - from
            while x > fromX, y > fromY {
                x -= 1
                y -= 1
                steps.append(.keep(y))
            }
            if isDown { y -= 1 } else { x -= 1 }
            steps.append(isDown ? .add(y) : .remove(x))
        }
        while x > 0, y > 0 {
            x -= 1
            y -= 1
            steps.append(.keep(y))
        }
        return steps.reversed()
    }
}
