// Package outbound decides where golive may send requests. Whoever opens a pull
// request can name an address (a deployment's status carries one), so an address is a
// hint and never a permission.
//
// A Guard looks a host up once and keeps to what it found: addresses that are not
// public are refused unless the operator allows their range, every connection is
// checked again by the address that it really goes to, and redirects stay on the host.
// A Consent says whether the host wants golive's requests: the operator named it, or
// it serves a file that names the repository.
package outbound
