// Package answer reads what the body of an answer holds: the fields and lists of JSON,
// and what a page of HTML loads or is made of. Bodies are foreign and may be anything:
// what is read of one is bounded in depth and number, and one that broke off is read as
// far as it goes. Nothing here judges.
package answer
