// Package doctor says what ails a golive: Gather asks GitHub, Redis and the
// settings how things are, and Judge, a pure function, says of these facts what
// is in order, what is not, why that matters and how to mend it.
//
// The set-up's self-check (app/web) and `golive doctor` show the same diagnoses.
// What is asked comes through Sources, so that neither GitHub's library nor
// Redis' is known here; app/server fills them.
package doctor
