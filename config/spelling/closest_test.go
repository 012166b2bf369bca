package spelling_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/config/spelling"
)

func TestClosest(t *testing.T) {
	t.Parallel()
	candidates := []string{"code.secrets", "code.review", "launch.changelog", "security"}
	for word, want := range map[string]string{
		"code.secret": "code.secrets", "code.secrtes": "code.secrets", "launch.change-log": "launch.changelog", "secuirty": "security",
		"code.reviews": "code.review", "x": "", "": "", "database.backup": "", strings.Repeat("code", 20): "",
	} {
		if got := spelling.Closest(word, candidates); got != want {
			t.Errorf("closest to %q is %q, want %q", word, got, want)
		}
	}
}
