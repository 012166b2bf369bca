// Package draft drafts a policy (.golive.yml) for a repository from what its
// files, tags and workflows say. It serves `golive init`.
//
// Nothing is run, nothing is asked of a network, and nothing is guessed: what is
// written has a reason with the place where it was seen, and what cannot be told
// is left as a commented-out example. Files are read through
// checks/evidence/source; what a policy may say is package config's, and every
// draft is decoded by it before it is handed out.
//
// All content is foreign. Text reaches the file through one writer (page), which
// keeps comments on their line and quotes every value.
package draft
