// Package loadimport reads the results that other load-testing tools leave behind in
// CI into one form: how many requests were answered, at which rate, how many failed
// and how long they took.
//
// Formats are recognised by what a document holds, not by its name: summaries, JSON and CSV of
// k6; stats.json, global_stats.json, assertions.json and text logs of Gatling; JTL and
// statistics.json of JMeter; stats and history of Locust; reports and results of
// vegeta; JSON of Artillery and fortio; what wrk and wrk2 print; and golive's own.
//
// What a tool says of its own thresholds is not taken: each is computed anew from the
// values, and one without a sample is open. What a format cannot tell is said in words
// (Imported.Caveats). It gathers and never judges.
package loadimport
