// Package workflow reads what a repository declares of continuous integration:
// the workflows of GitHub Actions as deep as they are written (jobs and what they
// depend on, commands, actions, local reusable workflows and composite actions),
// and that other systems are configured at all, with the stages their files name.
//
// A job is classified by what it does, its commands and well-known actions, and
// by its name only where nothing else tells. It gathers and never judges; nothing
// that it reads is run.
package workflow
