package jobs

import (
	"fmt"

	"github.com/golive-app/golive/config"
)

// limitEffects tells which limits of rates would be tried on staging.
func (e PolicyEdit) limitEffects() []PolicyEffect {
	var effects []PolicyEffect
	add := func(weakens bool, format string, arguments ...any) {
		effects = append(effects, PolicyEffect{Text: fmt.Sprintf(format, arguments...), Weakens: weakens})
	}
	before, after := e.Before.Items.RateLimit, e.After.Items.RateLimit
	for _, one := range []struct{ before, after config.DeclaredLimit }{{before.Public, after.Public}, {before.Login, after.Login}} {
		was, is := one.before, one.after
		switch often := func(limit config.DeclaredLimit) float64 { return float64(limit.Limit) / limit.Time().Seconds() }; {
		case was == is:
		case !is.Declared():
			add(true, "the limit of `%s` would not be tried any more, and `security.rate-limit` would wait for a person", was.Path)
		case !was.Declared():
			add(false, "the limit of `%s` would be tried with a burst: %d requests in %s", is.Path, is.Limit, is.Time())
		case was.Path != is.Path:
			add(true, "the limit of `%s` would be tried, no longer that of `%s`", is.Path, was.Path)
		case often(was) != often(is) || was.Limit != is.Limit:
			add(often(is) > often(was) || often(is) == often(was) && is.Limit > was.Limit, "`security.rate-limit` would let one client ask `%s` %d times in %s, no longer %d times in %s", is.Path, is.Limit, is.Time(), was.Limit, was.Time())
		case was.Refusal() != is.Refusal():
			add(false, "`%s` would refuse with %d, no longer with %d", is.Path, is.Refusal(), was.Refusal())
		}
	}
	return effects
}
