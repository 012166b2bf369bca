package jobs

import "github.com/golive-app/golive/checks/wording"

// probeEffects tells what golive could send to staging.
func (e PolicyEdit) probeEffects() []PolicyEffect {
	return append(e.writeEffects(), e.uploadEffects()...)
}

// uploadEffects tells whether a file would be sent, and where to. What says who uploads
// and how the answer is read is no effect of its own.
func (e PolicyEdit) uploadEffects() []PolicyEffect {
	was, is := e.Before.Probes.Upload, e.After.Probes.Upload
	deletes := " and delete them with " + wording.Quoted("DELETE "+is.Delete)
	if is.Delete == "" {
		deletes = " and leave them there"
	}
	switch {
	case was.Path == is.Path && (was.Delete == is.Delete || !is.Declared()):
		return nil
	case is.Declared():
		return []PolicyEffect{{Text: "golive could upload small files to " + wording.Quoted("POST "+is.Path) + " of staging" + deletes + ", where `probes: {allow_writes: true}` lets it"}}
	default:
		return []PolicyEffect{{Text: "golive would upload no file to staging any more: where one comes to stand would not be seen", Weakens: true}}
	}
}

// writeEffects tells whether staging's data could change.
func (e PolicyEdit) writeEffects() []PolicyEffect {
	switch was, is := e.Before.Probes.AllowWrites, e.After.Probes.AllowWrites; {
	case was == is:
		return nil
	case is:
		return []PolicyEffect{{Text: "golive could send staging what changes data, where `.golive/smoke.yml`, `.golive/authz.yml` and `probes: {upload: …}` on the trusted branch say so"}}
	default:
		return []PolicyEffect{{Text: "golive would send staging nothing that changes data any more: steps, routes and uploads that do would not be tried", Weakens: true}}
	}
}
