package load

import "time"

// meter measures what the generator itself takes of a processor while requests
// become due after the warm-up.
type meter struct {
	began              bool
	atBegin, tookBegin time.Duration
}

func (m *meter) look(r *run, now time.Duration) {
	took := r.Processor()
	switch {
	case !m.began && now >= r.Plan.WarmUp:
		m.began, m.atBegin, m.tookBegin = true, now, took
	case m.began && now > m.atBegin && now <= r.schedule.Length()+time.Second/2:
		r.ending.Processor = (took - m.tookBegin).Seconds() / (now - m.atBegin).Seconds()
	}
}
