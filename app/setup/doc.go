// Package setup registers golive's GitHub App: the manifest, the one-time token
// and the states that guard the flow, the exchange of GitHub's code for the
// credentials, and the directory that keeps them.
//
// app/web shows it to people and app/server starts golive when it is done; this
// package knows neither pages nor queue. Addresses come from the settings alone,
// never from what a request says of itself.
//
// https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
package setup
