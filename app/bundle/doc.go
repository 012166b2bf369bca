// Package bundle writes and verifies evidence bundles: one JSON file that holds what
// golive says of a release and all that it rests on, so that somebody without golive,
// GitHub or a network can see that nothing of it was changed.
//
//	{"bundle": {…}, "signature": {…}}
//
// The bundle names the release, the run, the policy with its text and the checklist
// (about); then come the records, one for each look at something and one for what came
// of each item, each hashed over its content and the record before it, the first over
// what the bundle is about; then what people said, the report as the results have it,
// and the verdict. All after the records follows from them, and is held against them.
//
// The signature is of the App's private key, over the bundle without spaces between its
// words. It is RSASSA-PKCS1-v1_5 with SHA-256, which makes the same file of the same run
// every time. What is signed begins with words that no token of GitHub's begins with, so
// that no bundle can be passed off as one.
//
// Whoever has the private key can sign anything: a signature tells who says it. What
// golive itself said at the time stands in its check runs on GitHub.
package bundle
