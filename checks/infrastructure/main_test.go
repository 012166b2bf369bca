package infrastructure_test

import (
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
)

func TestMain(m *testing.M) { projecttest.Main(m) }
