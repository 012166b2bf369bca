// Package jobs is golive's queue and the way of a release through it: triggers
// become tasks, a task opens a release and takes its next generation, one task
// a section judges the items, and one publishes what stands. It keeps the state
// of runs in Redis, which is a queue and a cache; what has to survive its loss
// is on the forge.
//
// The package knows asynq and Redis. What it asks of the forge and of whoever
// shows results to people is declared here (Hub, Repository, Publisher,
// Commander) and implemented in app.
package jobs
