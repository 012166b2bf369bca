package draft

// writeLoad writes what a release would have to stand, as an example: what a service
// has to serve stands in no file of it.
func writeLoad(written *page, report *Draft) {
	written.gap()
	written.say(0, "What staging has to serve before a release goes live. Write what production gets at its peak, twice over; 10,000 is the checklist's own number. "+
		"Only a host whose operator agreed is loaded.")
	written.put(&entry{key: "load", children: []*entry{
		{key: "target_rps", value: "10000", example: true, note: "requests a second"},
		{key: "steady", value: "5m", example: true, note: "for how long"},
		{key: "slo", value: "{p95: 150ms, p99: 300ms, errors: 1%}", example: true, note: "what answers have to be like"},
	}})
	report.left("load", "how many requests a second production has to serve stands in no file: without load.target_rps no load test is run")
}
