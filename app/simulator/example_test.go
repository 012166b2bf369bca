package simulator_test

import (
	"context"
	"fmt"
	"os"

	"github.com/golive-app/golive/app/simulator"
)

// A release pull request is opened and its events are delivered to golive.
func Example() {
	directory, err := os.MkdirTemp("", "simulator")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(directory)
	gitHub, err := simulator.New(simulator.Options{Directory: directory, BasePath: "/api/v3"})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	defer gitHub.Close(ctx)
	if _, err := gitHub.Start("127.0.0.1:0"); err != nil {
		panic(err)
	}
	// gitHub.DeliverTo("http://127.0.0.1:8080/webhook")

	if _, err := gitHub.CreateRepository("acme", "shop", ""); err != nil {
		panic(err)
	}
	gitHub.CreateInstallation("acme", nil)
	for _, branch := range []string{"main", "release/v1.4.0"} {
		if _, err := gitHub.Push("acme/shop", branch, "kim", simulator.Commit{Message: "Work on " + branch, Files: map[string]string{"app.js": branch}}); err != nil {
			panic(err)
		}
	}
	pull, err := gitHub.OpenPullRequest(simulator.NewPullRequest{Repository: "acme/shop", Title: "Release v1.4.0", Head: "release/v1.4.0", User: "kim"})
	if err != nil {
		panic(err)
	}
	if err := gitHub.Flush(ctx); err != nil {
		panic(err)
	}
	runs, err := gitHub.CheckRuns("acme/shop", pull.HeadSHA)
	fmt.Println(pull.Number, pull.State, len(runs), err)
	// Output: 1 open 0 <nil>
}
